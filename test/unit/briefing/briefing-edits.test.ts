import fc from 'fast-check';
import { following, nextLookAt, restUntil } from '../../../src/domain/briefing/briefing-pace.ts';
import { chooseBriefings, type DueBriefing } from '../../../src/domain/briefing/choose-briefings.ts';
import { BRIEFING_EDITS, nextTokenAt, refilled } from '../../../src/domain/briefing/edit-budget.ts';
import { SEVERITIES } from '../../../src/domain/incident/states.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const NOW = new Date('2026-03-02T05:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

const due = (id: number, severity: DueBriefing['severity'], seconds: number, state: DueBriefing['state'] = 'open'): DueBriefing => ({
  id,
  severity,
  state,
  briefingDueAt: NOW,
  briefingEditedAt: ago(seconds),
});

describe('whose briefing is edited', () => {
  it('the most severe first at the same age, then the one that waited longest', () => {
    const all = [due(1, 'sev3', 60), due(2, 'sev1', 60), due(3, 'sev2', 60), due(4, 'sev1', 70), due(5, 'sev1', 60, 'mitigated')];
    expect(chooseBriefings(all, 5, NOW).map(({ id }) => id)).toEqual([4, 2, 3, 5, 1]);
    expect(chooseBriefings(all, 2, NOW).map(({ id }) => id)).toEqual([4, 2]);
    expect(chooseBriefings(all, 0, NOW)).toEqual([]);
  });

  it('nobody starves, however many are worse', () => {
    const edits = new Map<number, number[]>();
    const incidents = Array.from({ length: 90 }, (_, n) => ({
      id: n,
      severity: SEVERITIES[n % 9 === 0 ? 2 : n % 3 === 0 ? 1 : 0] ?? 'sev1',
    }));
    for (let second = 0; second < 3_600; second += 2) {
      const now = new Date(NOW.getTime() + second * 1_000);
      const waiting = incidents.map(({ id, severity }) => ({
        ...due(id, severity, 0),
        briefingEditedAt: new Date(NOW.getTime() + (edits.get(id)?.at(-1) ?? 0) * 1_000),
      }));
      for (const { id } of chooseBriefings(waiting, 1, now)) edits.set(id, [...(edits.get(id) ?? []), second]);
    }
    const longest = (severity: string) =>
      Math.max(
        ...incidents
          .filter((it) => it.severity === severity)
          .map(({ id }) => {
            const times = [0, ...(edits.get(id) ?? []), 3_600];
            return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
          }),
      );
    expect(longest('sev1')).toBeLessThanOrEqual(180);
    expect(longest('sev3')).toBeLessThanOrEqual(4 * 180 + 60);
    expect(longest('sev1')).toBeLessThan(longest('sev3'));
  });
});

describe('the budget of edits', () => {
  it('never lets more than forty out in any minute, and refills', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ pauseMs: fc.integer({ min: 0, max: 30_000 }), wanted: fc.integer({ min: 0, max: 30 }) }), { maxLength: 60 }),
        (steps) => {
          let known: ReturnType<typeof refilled> | undefined;
          let at = NOW.getTime();
          const went: number[] = [];
          for (const { pauseMs, wanted } of steps) {
            at += pauseMs;
            const { tokens } = refilled(known, new Date(at), BRIEFING_EDITS);
            const taken = Math.min(wanted, Math.floor(tokens));
            for (let n = 0; n < taken; n += 1) went.push(at);
            known = { tokens: tokens - taken, at: new Date(at) };
          }
          for (const from of went) expect(went.filter((it) => it >= from && it < from + 60_000).length).toBeLessThanOrEqual(40);
        },
      ),
    );
  });

  it('says when there is one again', () => {
    expect(nextTokenAt({ tokens: 0, at: NOW }, BRIEFING_EDITS)).toEqual(ago(-2));
    expect(nextTokenAt({ tokens: 3, at: NOW }, BRIEFING_EDITS)).toEqual(NOW);
    expect(
      refilled({ tokens: 0, at: NOW }, nextTokenAt({ tokens: 0, at: NOW }, BRIEFING_EDITS), BRIEFING_EDITS).tokens,
    ).toBeGreaterThanOrEqual(1);
    expect(refilled({ tokens: 4, at: NOW }, ago(60), BRIEFING_EDITS).tokens).toBe(4);
    expect(refilled(undefined, NOW, BRIEFING_EDITS).tokens).toBe(BRIEFING_EDITS.burst);
  });
});

describe('after recovery', () => {
  const pace = { refreshEvery: 60_000, editAtMostEvery: 15_000, followAfterRecovery: { for: 1_800_000, every: 300_000 } };
  const resolved = (seconds: number) => ({ state: 'resolved' as const, resolvedAt: ago(seconds) });

  it('the numbers are followed for their time, more slowly, looked at again after its end, and then left alone', () => {
    expect(nextLookAt({ state: 'open', resolvedAt: null }, pace, NOW)).toEqual(ago(-60));
    expect(nextLookAt(resolved(0), pace, NOW)).toEqual(ago(-300));
    expect(nextLookAt(resolved(1_700), pace, NOW)).toEqual(ago(-100));
    expect(following(resolved(1_700), pace, NOW)).toEqual({ until: ago(-100), done: false });
    expect(following(resolved(1_800), pace, NOW)).toMatchObject({ done: true });
    expect(nextLookAt(resolved(1_800), pace, NOW)).toEqual(ago(-315));
    expect(restUntil(NOW).getTime() - NOW.getTime()).toBeGreaterThan(30 * 86_400_000);
    expect(following({ state: 'closed', resolvedAt: ago(5) }, pace, NOW)).toBeUndefined();
  });
});
