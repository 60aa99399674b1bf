import { SEVERITIES } from '../../../src/domain/incident/states.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Numbers nobody asks for, and the pace of the shipped playbook. */
const QUIET = { ...CALM, playbook: [...CALM.playbook, set('briefing.refreshEvery', '60s')] };

/** What goes out at one moment goes side by side. */
const TOGETHER_MS = 2_000;

interface Edit {
  at: number;
  ts: string;
}

/** So many open incidents with a briefing each, the severities in turn, as if declared long ago; the severity by the briefing's timestamp. */
async function openMany(s: Scenario, count: number): Promise<Map<string, string>> {
  const { storage, chat } = s.app.runtime;
  const severityOf = new Map<string, string>();
  for (let n = 0; n < count; n += 1) {
    const severity = SEVERITIES[n % 3] ?? 'sev1';
    const channel = await s.slack.addChannel({ name: `inc-old-${n}`, botIsMember: true });
    const { ts } = await chat.post({ channel, message: { text: 'briefing' }, key: `old:${n}` }, { lane: 'page' });
    const { id } = await storage.incidents.insert({ ...bareIncident(s.now()), severity });
    const hourAgo = new Date(s.now().getTime() - 3_600_000);
    await storage.incidents.place(id, { channelId: channel, briefingTs: ts, briefingDueAt: s.now(), briefingEditedAt: hourAgo });
    severityOf.set(ts, severity);
  }
  s.takeAll();
  return severityOf;
}

function perMinute(moments: readonly number[]): number {
  return Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + 60_000).length));
}

it.each([10, 30])(
  '%i incidents at once are refreshed in turn, the most severe first, within the limits of a minute',
  async (count) => {
    const s = await scenario(QUIET);
    const severityOf = await openMany(s, count);
    const edits: Edit[] = [];
    const all: number[] = [];
    const refused: string[] = [];
    s.slack.onCall(({ method, args, error }) => {
      if (method !== 'chat.update') return;
      if (error) refused.push(error);
      all.push(s.now().getTime());
      if (severityOf.has(String(args.ts))) edits.push({ at: s.now().getTime(), ts: String(args.ts) });
    });
    const from = s.now().getTime();
    s.app.runtime.waker.wake('briefings', s.now());
    await s.settle();
    await s.advance('4m');

    const turns = [...severityOf].map(([ts, severity]) => ({
      severity,
      times: edits.filter((edit) => edit.ts === ts).map(({ at }) => at),
    }));
    const firstTurns = (severity: string) => turns.filter((turn) => turn.severity === severity).map(({ times }) => times[0] ?? Number.NaN);
    expect(Math.max(...firstTurns('sev1'))).toBeLessThan(Math.min(...firstTurns('sev2')) + TOGETHER_MS);
    expect(Math.max(...firstTurns('sev2'))).toBeLessThan(Math.min(...firstTurns('sev3')) + TOGETHER_MS);
    // Nobody starves: everyone has a turn in the first minute and a half, and keeps having one.
    for (const { times } of turns) {
      expect((times[0] ?? Number.NaN) - from).toBeLessThanOrEqual(90_000);
      expect(times.length).toBeGreaterThanOrEqual(2);
    }
    expect(refused).toEqual([]);
    expect(perMinute(edits.map(({ at }) => at))).toBeLessThanOrEqual(40);
    expect(perMinute(all)).toBeLessThanOrEqual(50);
  },
  120_000,
);
