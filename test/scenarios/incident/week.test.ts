import { describeWith } from '../../support/run/services.ts';
import { chronicle, entry } from '../../support/scenario/chronicle.ts';
import { remove } from '../../support/scenario/edit-playbook.ts';
import { UNDIAGNOSED, UNREFRESHED } from '../../support/scenario/playbook-edits.ts';
import { Promised } from '../../support/scenario/promised.ts';
import { type Scenario, type ScenarioOptions, scenario } from '../../support/scenario/scenario.ts';

/** The shipped playbook's clocks as they are; nothing to read or to collect, and briefings looked at only when something changes. */
const CLOCKS = {
  environment: { PROMETHEUS_URL: '', LOKI_URL: '' },
  calmMs: 0,
  playbook: [UNREFRESHED, UNDIAGNOSED, remove('analysis.jvm')],
} satisfies ScenarioOptions;

const HOUR = 60;
const DAY = 24 * HOUR;
const HOME = '#inc-1-coupons-late';

/** Lets time pass until some seconds into a minute of the incident. */
async function until(s: Scenario, since: Date, minute: number): Promise<void> {
  const ms = since.getTime() + minute * 60_000 - s.now().getTime();
  await s.advance(`${Math.ceil(ms / 1_000) + 3}s`);
}

/** The last page that this person was sent. */
function lastPage(s: Scenario, person: string) {
  const page = s.slack.directMessages(person).at(-1);
  if (!page) throw new Error(`${person} was never paged`);
  return page;
}

function week(redisUrl: () => string | undefined): void {
  it('is kept to the minute: pages, levels, updates, deadlines, the review and its follow-ups', async () => {
    const s = await scenario({ ...CLOCKS, redisUrl: redisUrl() });
    const promised = new Promised(s.world.playbook, HOME);
    await s.says('jisoo', 'open sev1 Coupons late');
    const { detectedAt } = await s.incident(1);
    const at = (minute: number) => until(s, detectedAt, minute);

    // The first day: minji never answers, everybody else late.
    await at(37);
    await s.clicks('junho', lastPage(s, 'junho'), 'command.page-acknowledge');
    await at(50);
    await s.says('minji', 'keep R2 replayed the traffic', '#1');
    await at(52);
    await s.clicks('sora', lastPage(s, 'sora'), 'command.page-acknowledge');
    await at(75);
    await s.clicks('hana', lastPage(s, 'hana'), 'command.page-acknowledge');
    await at(DAY);
    await s.says('dohyun', 'resolve #1');

    // The week after: the meeting is held, one follow-up is done early, one after its reminder, one only when the lead was told.
    const heldAt = DAY + 4 * HOUR;
    await at(heldAt);
    await s.says('dohyun', 'retro #1 held');
    await at(3 * DAY);
    await s.says('dohyun', 'followups #1 done N3');
    const { soon, due, overdue } = promised.followUp('N1', DAY);
    await at(soon + 20);
    await s.says('junho', 'followups #1 done N2');
    await at(overdue + 20);
    await s.says('sora', 'followups #1 done N1');
    await at(overdue + 30);
    await s.says('dohyun', 'close #1');
    // Two more weeks in which nothing may come any more.
    await at(overdue + 14 * DAY);

    // Whoever has acknowledged is not called again.
    const others = ['hana', 'dohyun', 'minji'];
    const l2 = promised.calledAt('L2');
    const all = promised.calledAt('operations');
    const given = promised.givenUpAt('L1', 0);
    expect([l2, all, given]).toEqual([30, 60, 30]);
    const expected = [
      ...promised.opening('jisoo'),
      ...promised.pages('minji', 'L1', { answeredAt: 37 }),
      entry(given, `${HOME} handed over to U0JUNHO`),
      ...promised.pages('junho', 'L1', { from: given, answeredAt: 37 }),
      entry(37, `${HOME} acknowledged by U0JUNHO`),
      entry(37, 'to junho thanks'),
      entry(l2, `${HOME} escalated to L2`),
      ...promised.pages('sora', 'L2', { from: l2, answeredAt: 52 }),
      entry(52, `${HOME} acknowledged by U0SORA`),
      entry(52, 'to sora thanks'),
      entry(all, `${HOME} escalated to operations`),
      ...others.flatMap((person) => promised.pages(person, 'operations', { from: all, answeredAt: 75 })),
      entry(75, `${HOME} acknowledged by U0HANA`),
      entry(75, 'to hana thanks'),
      ...promised.nothingCollected(['G1', 'G2', 'G3', 'M1', 'M2', 'M3', 'R2']),
      ...promised.reminders('R3'),
      ...promised.updates('sev1', DAY),
      ...promised.missed('detection', { kept: ['A1', 'A2', 'A3', 'C2', 'R2'] }),
      ...[`${HOME} resolved`, `#status update ${DAY / 30 + 1}`, 'zoom retrospective', `${HOME} retrospective`, `${HOME} follow-ups`].map(
        (what) => entry(DAY, what),
      ),
      // The meeting is two and a half hours away: asked again after half of that, and the lead is told after three quarters.
      ...['dohyun', 'hana', 'jisoo', 'junho', 'minji', 'sora'].map((person) => entry(DAY + 75, `@${person} retrospective not answered`)),
      entry(DAY + 112, '@dohyun retrospective that nobody accepts'),
      ...promised.missed('recovery', { start: DAY, kept: ['T1'] }),
      entry(3 * DAY, `${HOME} N3 done`),
      entry(soon, '@sora N1 soon'),
      entry(soon, '@junho N2 soon'),
      entry(soon + 20, `${HOME} N2 done`),
      entry(due, '@sora N1 due'),
      entry(overdue, '@dohyun N1 overdue'),
      entry(overdue + 20, `${HOME} N1 done`),
      entry(overdue + 30, `${HOME} closed`),
      entry(overdue + 30, '#status closed'),
    ];
    expect(chronicle(s, detectedAt)).toEqual(expected.sort());
    expect(s.world.zoom.meetings.map(({ request }) => request.start_time)).toContain('2026-03-04T07:30:00Z');
  });
}

describe('a day of an incident and the week after it, wake-ups in Postgres', () => week(() => undefined));
describeWith('redis', (getUrl) => {
  describe('a day of an incident and the week after it, wake-ups in Redis', () => week(getUrl));
});
