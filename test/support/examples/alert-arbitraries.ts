import fc from 'fast-check';
import type { AlertsView, AlertView, MutedView, WaitView } from '../../../src/views/alerts.ts';
import { date, incident, nastyText, some, url } from './view-arbitraries.ts';

export const alert: fc.Arbitrary<AlertView> = some(
  {
    title: nastyText,
    source: fc.oneof(fc.constantFrom('alertmanager', 'watch'), nastyText),
    startsAt: date,
    times: fc.nat(),
    description: nastyText,
    url,
    labels: fc.dictionary(nastyText, nastyText, { maxKeys: 3 }),
    labelsDropped: fc.nat(),
  },
  ['title', 'source', 'startsAt', 'times'],
);

const alerts = fc.array(alert, { maxLength: 60 });

export const alertsView: fc.Arbitrary<AlertsView> = fc.record({
  incident,
  opening: fc.boolean(),
  fired: alerts,
  worse: alerts,
  resolved: alerts,
  firing: fc.nat(),
  notes: fc.nat(),
  leftOut: fc.nat(),
  now: date,
});

export const mutedView: fc.Arbitrary<MutedView> = fc.record({ alerts, reason: nastyText, until: date, now: date });

export const waitView: fc.Arbitrary<WaitView> = fc.record({
  groups: fc.nat(),
  atMost: fc.nat(),
  perMs: fc.nat(),
  nextAt: date,
  now: date,
});
