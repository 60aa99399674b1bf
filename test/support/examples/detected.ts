import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { IncidentRow } from '../../../src/storage/index.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Expects all that belongs to an incident that no person declared: channel, bridge, announcement, first page, its alerts and the briefing. */
export async function expectDetected(
  s: Scenario,
  id: number,
  opened: RegExp,
): Promise<{ incident: IncidentRow; briefing: MessageState; notice: MessageState }> {
  s.expect('channels', new RegExp(`^inc-${id}\\b`));
  s.expect('zoom', new RegExp(`#${id}\\b`));
  s.expectPosted('status', /New incident[\s\S]*opened by (watcher|an alert)/);
  s.expectDirect('minji', /You are paged as first on-call/);
  const notice = s.expectPosted(`#${id}`, /This incident was opened by/);
  expect(notice.text).toMatch(opened);
  const briefing = s.expectPosted(`#${id}`, /declared by (watcher|an alert)/);
  return { incident: await s.incident(id), briefing, notice };
}
