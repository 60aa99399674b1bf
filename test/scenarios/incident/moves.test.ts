import { MOVES, type Move } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES, type IncidentState } from '../../../src/domain/incident/states.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** spec.md, settled readings: what each move makes of each state; what is not here must be refused. */
const LEGAL: Record<Move, Partial<Record<IncidentState, IncidentState>>> = {
  mitigated: { open: 'mitigated', reopened: 'mitigated' },
  resolve: { open: 'resolved', reopened: 'resolved', mitigated: 'resolved' },
  close: { resolved: 'closed' },
  cancel: { open: 'cancelled', reopened: 'cancelled', mitigated: 'cancelled' },
  reopen: { mitigated: 'reopened', resolved: 'reopened', closed: 'reopened' },
};

/** How people get an incident there. */
const WAY: Record<IncidentState, Move[]> = {
  open: [],
  mitigated: ['mitigated'],
  resolved: ['resolve'],
  closed: ['resolve', 'close'],
  reopened: ['resolve', 'reopen'],
  cancelled: ['cancel'],
};

const SAYS: Record<Move, RegExp> = {
  mitigated: /is mitigated/,
  resolve: /is resolved/,
  close: /is closed/,
  cancel: /false alarm/,
  reopen: /is open again/,
};

/** An incident without the work of opening it, in a channel of its own. */
async function recorded(s: Scenario): Promise<number> {
  const { storage } = s.app.runtime;
  const { id } = await storage.incidents.insert(bareIncident(s.now()));
  const channelId = await s.slack.addChannel({ name: `room-${id}`, by: 'minji', botIsMember: true });
  await storage.incidents.place(id, { channelId });
  return id;
}

async function moves(s: Scenario, id: number, move: Move, words = ''): Promise<string> {
  const { channelId, state } = await s.incident(id);
  const where = channelId ?? '';
  // Nobody types faster, and Slack takes one message a second for a channel.
  await s.advance('2s');
  const { answer } = await s.says('minji', `${move} #${id} ${words}`);
  s.expectPosted(where, SAYS[move]);
  s.expectPosted('status', SAYS[move]);
  if (move === 'resolve') s.expectReview(id, where);
  if (move === 'reopen' && state !== 'mitigated') s.expectReviewCancelled(id, where);
  // Its escalation begins anew.
  if (move === 'reopen') s.expectDirect('minji', new RegExp(`#${id}\\b`));
  return answer;
}

it.each(INCIDENT_STATES)('from %s each move leads where it should, or is refused with what is possible', async (state) => {
  const s = await scenario(CALM);
  const possible = MOVES.filter((move) => LEGAL[move][state] !== undefined);
  for (const move of MOVES) {
    const id = await recorded(s);
    for (const step of WAY[state]) await moves(s, id, step);
    expect((await s.incident(id)).state).toBe(state);

    const to = LEGAL[move][state];
    if (to !== undefined) {
      expect(await moves(s, id, move)).toMatch(new RegExp(`#${id} is now ${to}`));
      expect((await s.incident(id)).state).toBe(to);
      continue;
    }
    const before = await s.incident(id);
    const { answer } = await s.says('minji', `${move} #${id}`);
    expect(answer).toMatch(new RegExp(`This incident is ${state}`));
    for (const other of possible) expect(answer).toContain(`\`${other}\``);
    if (possible.length === 0) expect(answer).toMatch(/Open a new one with `open`/);
    expect(await s.incident(id)).toEqual(before);
  }
});

it('keeps the time of every state it passed, and none of those it left', async () => {
  const s = await scenario(CALM);
  const id = await recorded(s);
  const storage = s.app.runtime.storage;
  await moves(s, id, 'resolve', 'more consumers');
  const resolved = await s.incident(id);
  expect(resolved.mitigatedAt).toEqual(resolved.resolvedAt);
  await moves(s, id, 'reopen');
  expect(await s.incident(id)).toMatchObject({ mitigatedAt: null, resolvedAt: null, closedAt: null });
  await moves(s, id, 'mitigated');
  await s.advance('10m');
  await moves(s, id, 'resolve');
  const again = await s.incident(id);
  expect((again.resolvedAt?.getTime() ?? 0) - (again.mitigatedAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(600_000);
  await moves(s, id, 'close');
  const kinds = (await storage.timeline.of(id)).flatMap(({ kind }) => /^incident\.(.*)/.exec(kind)?.[1] ?? []);
  expect(kinds).toEqual(['mitigated', 'resolved', 'reopened', 'mitigated', 'resolved', 'closed']);
});

it('starts the deadlines of recovery at resolve; a false alarm owes nothing', async () => {
  const s = await scenario(CALM);
  const { deadlines } = s.app.runtime.storage;
  await s.opens('minji', 'sev2 Coupons late');
  await s.opens('minji', 'sev2 Answers slow');
  await s.says('minji', 'resolve #1');
  await s.says('minji', 'cancel #2');
  for (const where of ['#1', 'status']) s.expectPosted(where, /#1 is resolved/);
  s.expectReview(1);
  for (const where of ['#2', 'status']) s.expectPosted(where, /#2 was a false alarm/);
  const { resolvedAt } = await s.incident(1);
  const afterwards = (await deadlines.of(1)).filter(({ rowId }) => /^T/.test(rowId));
  expect(afterwards.map(({ rowId, dueAt }) => [rowId, (dueAt?.getTime() ?? 0) - (resolvedAt?.getTime() ?? 0)])).toEqual(
    ['T1', 'T2', 'T3'].map((id) => [id, 24 * 3_600_000]),
  );
  expect((await deadlines.of(2)).filter(({ state }) => state === 'pending')).toEqual([]);
});
