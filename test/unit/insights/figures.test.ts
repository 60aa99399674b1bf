import fc from 'fast-check';
import { grouped } from '../../../src/domain/insights/group.ts';
import { type IncidentMoments, percentile, spanFigures } from '../../../src/domain/insights/spans.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T05:00:00Z');

function incident(id: number, more: Partial<IncidentMoments> = {}): IncidentMoments {
  return {
    id,
    service: 'coupon',
    scenario: 'S2',
    severity: 'sev1',
    onset: START - 2 * MINUTE,
    detected: START,
    paged: START + MINUTE,
    acknowledged: null,
    mitigated: null,
    resolved: null,
    ...more,
  };
}

describe('figures of incidents', () => {
  it('are the middle value and what nine of ten stay within, of those that got so far', () => {
    const taken = [1, 2, 3, 4, 10].map((minutes, id) => incident(id, { acknowledged: START + minutes * MINUTE }));
    expect(spanFigures([...taken, incident(9)])).toEqual({
      detect: { count: 6, medianMs: 2 * MINUTE, p90Ms: 2 * MINUTE },
      page: { count: 6, medianMs: MINUTE, p90Ms: MINUTE },
      acknowledge: { count: 5, medianMs: 3 * MINUTE, p90Ms: 7.6 * MINUTE },
      mitigate: null,
      resolve: null,
    });
  });

  it('count what was resolved at once as mitigated then, and nothing as less than no time', () => {
    const { mitigate, page } = spanFigures([incident(1, { resolved: START + 5 * MINUTE, paged: START - MINUTE })]);
    expect(mitigate?.medianMs).toBe(5 * MINUTE);
    expect(page?.medianMs).toBe(0);
  });

  it('lie between the least and the most, and grow with their share', () => {
    const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }), shares, (values, [one, other]) => {
        const sorted = Float64Array.from(values).sort();
        const [less, more] = [percentile(sorted, Math.min(one, other)), percentile(sorted, Math.max(one, other))];
        expect(less).toBeLessThanOrEqual(more + 1e-6);
        expect(less).toBeGreaterThanOrEqual((sorted[0] ?? 0) - 1e-6);
        expect(more).toBeLessThanOrEqual((sorted.at(-1) ?? 0) + 1e-6);
      }),
    );
  });

  it('are told apart by week in the zone of the team, in order; by everything else with most incidents first', () => {
    // Monday 00:30 in Seoul is Sunday afternoon in UTC.
    const monday = incident(1, { detected: Date.parse('2026-03-08T15:30:00Z') });
    const sunday = incident(2, { detected: Date.parse('2026-03-08T14:30:00Z'), severity: 'sev3' });
    const earlier = incident(3, { severity: 'sev3', scenario: null });
    const keys = (by: Parameters<typeof grouped>[1]) =>
      grouped([monday, sunday, earlier], by, 'Asia/Seoul').map(({ key, incidents }) => `${key} ${incidents}`);
    expect(keys('week')).toEqual(['2026-03-02 2', '2026-03-09 1']);
    expect(keys('severity')).toEqual(['sev3 2', 'sev1 1']);
    expect(keys('scenario')).toEqual(['S2 2', ' 1']);
  });
});
