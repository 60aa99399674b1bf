import type { DeadlineSpec, Playbook } from '../../../src/domain/playbook/schema.ts';
import type { Event, EventKind } from '../../../src/domain/timeline/index.ts';
import type { KeptBy } from '../../../src/domain/timeline/kept-by.ts';
import { REVIEW_EVENTS } from '../../../src/domain/timeline/review.ts';
import { mootAfter } from '../../../src/events/moot.ts';
import { sampleData } from '../../support/examples/sample-events.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const shipped = couponPlaybook();
const model = shipped.rows.C2 as DeadlineSpec;
const event = (kind: EventKind) =>
  ({ kind, incidentId: 1, at: new Date('2026-03-03T05:00:00Z'), actor: 'U0MINJI', data: sampleData('Q7')[kind] }) as Event;

/** Whether a row that waits for this makes no sense any more after recovery. */
function isMoot(keptBy: KeptBy, phase: DeadlineSpec['phase'] = 'communicate'): boolean {
  const playbook: Pick<Playbook, 'rows' | 'escalation'> = { rows: { Q7: { ...model, phase, keptBy } }, escalation: shipped.escalation };
  const rows = mootAfter(playbook, event('incident.resolved'))?.rows ?? [];
  return rows === 'all' || rows.includes('Q7');
}

describe('after recovery', () => {
  it.each([
    ...(Object.keys(REVIEW_EVENTS) as KeptBy[]),
    'incident.closed',
    'readings.followed',
    'review.written',
    'improvements.recorded',
    'mitigation.undoing',
    'mitigation.ended.undone',
    'mitigation.ended.stopped',
  ] as const)('a row is waited for that %s keeps, since that still happens', (keptBy) => {
    expect(isMoot(keptBy)).toBe(false);
  });

  it.each(['bridge.opened', 'briefing.posted', 'update.sent', 'mitigation', 'mitigation.verified', 'manual', 'guide.sent'] as const)(
    'a row is moot that waits for %s, but for the analysis and what follows it',
    (keptBy) => {
      expect(isMoot(keptBy)).toBe(true);
      for (const phase of ['analyse', 'review', 'prevent'] as const) expect(isMoot(keptBy, phase)).toBe(false);
    },
  );
});
