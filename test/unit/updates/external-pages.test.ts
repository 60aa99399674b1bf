import { crossCheck } from '../../../src/domain/playbook/cross-check.ts';
import type { Playbook } from '../../../src/domain/playbook/schema.ts';
import type { PageIncident } from '../../../src/domain/ports/status-pages.ts';
import { pageComponents } from '../../../src/domain/updates/page-components.ts';
import { accepted, driftOf, type OnPage } from '../../../src/domain/updates/page-drift.ts';

const playbook = {
  service: { key: 'coupon' },
  scenarios: { S2: { component: 'consumers' }, S3: { component: 'database' }, S9: {} },
} as unknown as Playbook;
const mapped = { coupon: 'whole', consumers: 'c' };
const of = (scenario: string | null, severity: 'sev1' | 'sev2' | 'sev3', stage: OnPage['stage'], before = {}) =>
  pageComponents(playbook, { scenario, severity }, { stage, mapped, before });

describe('what an update makes of components', () => {
  it.each([
    [of('S2', 'sev1', 'investigating'), { c: 'major-outage' }],
    [of('S2', 'sev2', 'identified'), { c: 'partial-outage' }],
    [of('S2', 'sev3', 'identified'), { c: 'degraded' }],
    [of('S2', 'sev1', 'monitoring'), { c: 'degraded' }],
    [of('S2', 'sev1', 'resolved'), { c: 'operational' }],
    // Whose own is not named, or has none, or nobody knows what it is.
    [of('S3', 'sev1', 'investigating'), { whole: 'major-outage' }],
    [of('S9', 'sev1', 'investigating'), { whole: 'major-outage' }],
    [of(null, 'sev1', 'investigating'), { whole: 'major-outage' }],
    // The scenario was corrected since.
    [of('S2', 'sev1', 'identified', { whole: 'major-outage' }), { whole: 'operational', c: 'major-outage' }],
  ])('%j', (made, expected) => {
    expect(made).toEqual(expected);
  });

  it('nothing where the page has no component of ours', () => {
    expect(pageComponents(playbook, { scenario: 'S2', severity: 'sev1' }, { stage: 'investigating', mapped: {} })).toEqual({});
  });
});

describe('what was changed by hand', () => {
  const ours: OnPage = {
    stage: 'identified',
    told: [
      { sequence: 1, version: 1, id: 'a', text: 'One.' },
      { sequence: 2, version: 1, id: 'b', text: 'Two,\nin lines.' },
    ],
    components: { c: 'major-outage' },
  };
  const there: PageIncident = {
    id: 'i',
    stage: 'identified',
    updates: [
      { id: 'a', text: 'One.' },
      { id: 'b', text: 'Two,\r\nin lines.\n' },
      { id: 'x', text: 'A word of somebody else.' },
    ],
  };

  it('nothing, while ours stands there however its lines end, and whatever others add', () => {
    expect(driftOf(ours, there, { c: 'major-outage' })).toBeUndefined();
    // A component that is not there any more is the playbook's business.
    expect(driftOf(ours, there, {})).toBeUndefined();
  });

  it('the state, a text, a text that is gone, a component; taken as ours nothing is left of it', () => {
    const theirs: PageIncident = { ...there, stage: 'resolved', updates: [{ id: 'b', text: 'Theirs.' }] };
    const drift = driftOf(ours, theirs, { c: 'operational' });
    expect(drift).toEqual({
      stage: { ours: 'identified', theirs: 'resolved' },
      texts: [
        { sequence: 1, ours: 'One.' },
        { sequence: 2, ours: 'Two,\nin lines.', theirs: 'Theirs.' },
      ],
      components: [{ id: 'c', ours: 'major-outage', theirs: 'operational' }],
    });
    const taken = drift && accepted(ours, drift);
    expect(taken).toEqual({
      stage: 'resolved',
      told: [{ sequence: 2, version: 1, id: 'b', text: 'Theirs.' }],
      components: { c: 'operational' },
    });
    expect(taken && driftOf(taken, theirs, { c: 'operational' })).toBeUndefined();
  });

  it('the whole incident', () => {
    expect(driftOf(ours, undefined, {})).toEqual({ gone: true, texts: [], components: [] });
  });

  it('a state that is none of ours is said once: taken as theirs, nobody compares it any more', () => {
    const theirs = { ...there, stage: undefined };
    const drift = driftOf(ours, theirs, { c: undefined });
    expect(drift).toEqual({ texts: [], components: [{ id: 'c', ours: 'major-outage', theirs: 'other' }] });
    expect(drift && driftOf(accepted(ours, drift), theirs, { c: undefined })).toBeUndefined();
  });
});

it('a playbook names pages that there are, each once, and components that it has', () => {
  const external = [
    { page: 'statuspag' },
    { page: 'cachet', components: { coupon: '1', api: '2' } },
    { page: 'cachet', components: { apo: '3' } },
  ];
  const raw = { service: { key: 'coupon' }, components: { api: {} }, statusPage: { external } };
  const found = crossCheck(raw, { pages: ['statuspage', 'cachet'] }).filter(({ path }) => path[0] === 'statusPage');
  expect(found.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
    'statusPage.external.2.page: stands there twice: cachet',
    'statusPage.external.2.components.apo: "apo" is not one of components, or the key of the service: did you mean "api"?',
    'statusPage.external.0.page: "statuspag" is not a status page (statuspage, cachet): did you mean "statuspage"?',
  ]);
});
