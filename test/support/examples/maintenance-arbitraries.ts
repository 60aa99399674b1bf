import fc from 'fast-check';
import { MAINTENANCE_CHANGES, MAINTENANCE_STATES } from '../../../src/domain/status-page/maintenance.ts';
import type { MaintenanceFormView, MaintenanceListView, MaintenanceNoticeView, MaintenanceView } from '../../../src/views/maintenance.ts';
import { date, nastyText } from './view-arbitraries.ts';

const texts = fc.record({ en: nastyText, ko: nastyText });

const work: fc.Arbitrary<MaintenanceView> = fc
  .record({
    id: fc.integer({ min: 1, max: 2_147_483_647 }),
    state: fc.constantFrom(...MAINTENANCE_STATES),
    texts,
    components: fc.array(texts, { maxLength: 30 }),
    service: fc.option(texts, { nil: undefined }),
    startsAt: date,
    endsAt: date,
  })
  .map(({ service, ...rest }) => ({ ...rest, ...(service && { service }) }));

const what = fc.constantFrom(...MAINTENANCE_CHANGES);

export const maintenanceList: fc.Arbitrary<MaintenanceListView> = fc
  .record({
    works: fc.uniqueArray(work, { maxLength: 30, selector: ({ id }) => id }),
    done: fc.option(fc.record({ what, id: fc.nat() }), { nil: undefined }),
    now: date,
  })
  .map(({ done, ...rest }) => ({ ...rest, ...(done && { done }) }));

export const maintenanceNotice: fc.Arbitrary<MaintenanceNoticeView> = fc.record(
  { work, what, by: fc.constantFrom('U0KIM', 'token:deploys'), now: date },
  { requiredKeys: ['work', 'what', 'now'] },
);

export const maintenanceForm: fc.Arbitrary<MaintenanceFormView> = fc.record(
  {
    service: fc.constantFrom('coupon', 'a_b-c'),
    serviceName: texts,
    languages: fc.constantFrom(['en'], ['ko', 'en', 'ja']),
    components: fc.array(texts, { maxLength: 120 }).map((names) => names.map((name, index) => ({ key: `c${index}`, name }))),
    startsAt: date,
    lasting: nastyText,
    text: nastyText,
  },
  { requiredKeys: ['service', 'serviceName', 'languages', 'components', 'startsAt', 'lasting'] },
);
