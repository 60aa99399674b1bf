import { contrast, isReadable } from '../../../src/domain/status-page/contrast.ts';
import { publicPage } from '../../../src/domain/status-page/public-page.ts';
import { DAY_MS, incident, playbookWith, RECORD, update } from '../../support/examples/public-page-examples.ts';
import { NOW } from '../../support/examples/view-examples.ts';

const COMPONENTS = {
  requests: { name: { en: 'Requests', ko: '신청' }, scenarios: ['S1'], parts: [], match: {} },
  issuing: { name: { en: 'Issuing', ko: '발급' }, scenarios: [], parts: ['kafka'], match: {} },
  whole: { name: { en: 'All of it', ko: '전체' }, scenarios: [], parts: [], match: {} },
};
const PLAYBOOK = playbookWith({ components: COMPONENTS, automatic: 'investigating' });
const part = Object.entries(PLAYBOOK.scenarios).find(([, { component }]) => component !== undefined);

const states = (record: Partial<typeof RECORD>, playbook = PLAYBOOK) =>
  Object.fromEntries(publicPage(playbook, { ...RECORD, ...record }, NOW).components.map(({ key, state }) => [key, state]));
const work = (more: object) => {
  const times = { startsAt: new Date(NOW.getTime() - 1_000), endsAt: new Date(NOW.getTime() + 1_000), startedAt: null, completedAt: null };
  return {
    id: 1,
    service: 'coupon',
    components: ['requests'],
    texts: { en: 'x' },
    ...times,
    cancelledAt: null,
    changedAt: NOW,
    version: 1,
    ...more,
  };
};

it('an incident affects the components that know its scenario, all of them while nobody knows, and by its severity', () => {
  expect(states({})).toEqual({ requests: 'operational', issuing: 'operational', whole: 'operational' });
  expect(states({ incidents: [incident({ id: 1, scenario: 'S1', severity: 'sev2' })] })).toEqual({
    requests: 'partial-outage',
    issuing: 'operational',
    whole: 'partial-outage',
  });
  expect(states({ incidents: [incident({ id: 1 })] })).toEqual({
    requests: 'major-outage',
    issuing: 'major-outage',
    whole: 'major-outage',
  });
  const [scenario = '', spec] = part ?? [];
  const ofPart = {
    ...PLAYBOOK,
    statusPage: {
      ...PLAYBOOK.statusPage,
      components: { ...COMPONENTS, issuing: { ...COMPONENTS.issuing, parts: [spec?.component ?? ''] } },
    },
  };
  expect(states({ incidents: [incident({ id: 1, scenario, severity: 'sev3' })] }, ofPart)).toMatchObject({ issuing: 'degraded' });
  const two = [incident({ id: 1, scenario: 'S1', severity: 'sev3' }), incident({ id: 2, scenario: 'S1', severity: 'sev2' })];
  expect(states({ incidents: two })).toMatchObject({ requests: 'partial-outage' });
  expect(states({ incidents: [incident({ id: 1, endedAt: NOW, state: 'resolved' })] })).toMatchObject({ requests: 'operational' });
});

it('says nothing of what nobody told, where the playbook does not let it, and never that all is well', () => {
  const unstated = playbookWith({ components: COMPONENTS, automatic: 'unstated' });
  const untold = { incidents: [incident({ id: 1, scenario: 'S1', told: false })] };
  expect(states(untold, unstated)).toMatchObject({ requests: 'unstated', issuing: 'operational' });
  expect(states(untold)).toMatchObject({ requests: 'major-outage' });
  expect(states({ ...untold, isPosted: true }, unstated)).toMatchObject({ requests: 'major-outage' });
  const page = publicPage(unstated, { ...RECORD, ...untold }, NOW);
  expect(page.components[0]?.history.days.at(-1)?.state).toBe('no-data');
  expect(page.components[1]?.history.days.at(-1)?.state).toBe('operational');
  expect(page.incidents).toEqual([]);
  // A medium one of which nothing was told changes nothing.
  expect(states({ incidents: [incident({ id: 1, told: false, severity: 'sev3' })] })).toMatchObject({ requests: 'operational' });
});

it('planned work is shown by its times alone, and its end counts where it came early', () => {
  expect(states({ maintenance: [work({})], incidents: [incident({ id: 1 })] })).toMatchObject({
    requests: 'under-maintenance',
    issuing: 'major-outage',
  });
  expect(states({ maintenance: [work({ components: [] })] })).toMatchObject({ issuing: 'under-maintenance' });
  for (const over of [
    { completedAt: NOW, startedAt: NOW },
    { cancelledAt: NOW },
    { endsAt: NOW },
    { startsAt: new Date(NOW.getTime() + 1) },
  ])
    expect(states({ maintenance: [work(over)] })).toMatchObject({ requests: 'operational' });
  const ahead = { startsAt: new Date(NOW.getTime() + DAY_MS), endsAt: new Date(NOW.getTime() + 2 * DAY_MS) };
  const works = [
    work({ id: 1, cancelledAt: NOW }),
    work({ id: 2, ...ahead }),
    work({ id: 3 }),
    work({ id: 4, startedAt: NOW, completedAt: NOW }),
  ];
  const { maintenance } = publicPage(PLAYBOOK, { ...RECORD, maintenance: works }, NOW);
  expect(maintenance.map(({ state }) => state)).toEqual(['under-way', 'planned', 'cancelled', 'completed']);
  expect(maintenance[3]?.endsAt).toEqual(NOW);
});

it('what is over is shown with its updates for a while, and a false alarm does not count against uptime', () => {
  const ended = (days: number, more = {}) =>
    incident({
      id: days,
      onsetAt: new Date(NOW.getTime() - (days + 1) * DAY_MS),
      endedAt: new Date(NOW.getTime() - days * DAY_MS),
      state: 'closed',
      ...more,
    });
  const updates = [1, 5, 20].map((id) => update({ incidentId: id, id: `${id}` }));
  const { incidents, components } = publicPage(PLAYBOOK, { ...RECORD, incidents: [ended(1), ended(5), ended(20)], updates }, NOW);
  expect(incidents.map(({ key, stage }) => [key, stage])).toEqual([
    ['incident-1', 'resolved'],
    ['incident-5', 'resolved'],
  ]);
  expect(components[0]?.history.uptime).toBeCloseTo(1 - 3 / 89.58, 2);
  const called = publicPage(PLAYBOOK, { ...RECORD, incidents: [ended(1, { state: 'cancelled' })], updates }, NOW);
  expect(called.components[0]?.history.uptime).toBe(1);
  expect(called.incidents).toHaveLength(1);
});

it('takes colours that can be read, by the rule of WCAG', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect([
    isReadable('#0b5394', 'light'),
    isReadable('#0b5394', 'dark'),
    isReadable('#7cb8f5', 'dark'),
    isReadable('#ffff00', 'light'),
  ]).toEqual([true, false, true, false]);
});
