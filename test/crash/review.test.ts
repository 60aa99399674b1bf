import { simpleParser } from 'mailparser';
import { type MailServer, startMailServer } from '../../sandbox/pagers/mail-server.ts';
import type { MessageState } from '../../sandbox/slack/index.ts';
import { plainBot } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { bareIncident } from '../support/examples/bare-incident.ts';
import { set } from '../support/scenario/edit-playbook.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { quickPlaybook } from './stage/quick-playbook.ts';
import { type Scene, startScene } from './stage/scene.ts';
import { keyOf } from './stage/situations.ts';

/**
 * The review of an incident under kills: a real bot in a process of its own dies at a named point of inviting, moving, taking back or
 * reminding, and another one takes over. In the end people see each thing once; a mail may come twice, as the same mail.
 */

/** What somebody does before the bot that dies runs, what they do to it, and what then must stand there. */
interface Act {
  before: readonly string[];
  words: string;
  /** Keys of what the bot wrote about the review, and what the calendars and Zoom hold. */
  written: readonly string[];
  calendar: readonly string[];
  meetings: readonly string[];
}

const AT = '2030-11-25 15:00';
const MOVED = '2030-11-25T06:00:00Z';
const PLANNED = { written: ['follow-ups', 'retro:1:0'], calendar: ['REQUEST 0'] };
const ACTS = {
  plan: { before: [], words: 'resolve #1', ...PLANNED, meetings: ['planned'] },
  move: {
    before: ['resolve #1'],
    words: `retro #1 move ${AT}`,
    written: ['follow-ups', 'retro:1:0', 'retro:1:1'],
    calendar: ['REQUEST 0', 'REQUEST 1'],
    meetings: [MOVED],
  },
  cancel: {
    before: ['resolve #1'],
    words: 'reopen #1',
    written: ['follow-ups', 'retro-cancelled:1:1', 'retro:1:0'],
    calendar: ['CANCEL 1', 'REQUEST 0'],
    meetings: [],
  },
} satisfies Record<string, Act>;

const CASES: readonly { act: keyof typeof ACTS; dies: string }[] = [
  ...['retro.meeting:before', 'retro.meeting:after', 'retro.meeting:recorded', 'retro.people:after'].map((dies) => ({
    act: 'plan' as const,
    dies,
  })),
  ...['retro.mail.U0MINJI:after', 'retro.message:before', 'retro.message:after', 'retro.message:recorded'].map((dies) => ({
    act: 'plan' as const,
    dies,
  })),
  ...['retro.meeting:after', 'retro.message-before:after', 'retro.message:after'].map((dies) => ({ act: 'move' as const, dies })),
  ...['retro.meeting:after', 'retro.mail.U0MINJI:after', 'retro.message-before:after'].map((dies) => ({ act: 'cancel' as const, dies })),
];
const REMINDING = ['follow-ups:claimed', 'follow-ups:decided', 'outbox.chat.message:after'];
const AT_ONCE = 2;
/** A message that was on its way when its process died is hidden from others for a minute. */
const HIDDEN_MS = 90_000;
const CASE_MS = 300_000;

const { pool, outcome } = killingSuite(
  AT_ONCE,
  [
    ...CASES.map(
      ({ act, dies }) =>
        () =>
          survives(ACTS[act], dies),
    ),
    ...REMINDING.map((dies) => () => reminds(dies)),
  ],
  plainBot,
);

CASES.forEach(({ act, dies }, index) => {
  it(`${act}: nothing is lost and nothing doubled when the bot dies at ${dies}`, () => outcome(index), CASE_MS);
});
REMINDING.forEach((dies, index) => {
  it(`reminds once of each when the bot dies at ${dies}`, () => outcome(CASES.length + index), CASE_MS);
});

async function survives({ before, words, written, calendar, meetings }: Act, dies: string): Promise<void> {
  const mail = await startMailServer({ user: 'bongsu', password: 'secret' });
  const scene = await startScene({ environment: mailSettings(mail) }, pool);
  try {
    await recordIncident(scene);
    if (before.length > 0) await play(scene, before);
    const bot = pool.take();
    await scene.run(bot, { crashAt: dies });
    // Its death shows that it was taken; on a busy machine the answer may be that this is not known yet.
    await scene.world.slack.slash('minji', words);
    await bot.dies(dies);
    await scene.run(pool.take());
    await done(scene);

    expect(writtenAbout(scene)).toEqual(written);
    const { startsAt } = (await scene.storage.retros.find(1)) ?? {};
    const planned = startsAt?.toISOString().replace(/\.\d+Z$/, 'Z');
    const held = scene.world.zoom.meetings.map(({ request }) => request.start_time);
    expect(held).toEqual(meetings.map((time) => (time === 'planned' ? planned : time)));
    // What a busy machine makes the leads hear by mail is another suite's subject.
    const mails = (await Promise.all(mail.mails.map(({ raw }) => simpleParser(raw)))).filter(({ attachments }) => attachments.length > 0);
    const once = new Map(
      mails.map((each) => [each.messageId, { to: [each.to].flat()[0]?.text, ics: String(each.attachments[0]?.content) }]),
    );
    const versions = new Map<string | undefined, string[]>();
    for (const { to, ics } of once.values()) {
      const version = `${/METHOD:(\w+)/.exec(ics)?.[1]} ${/SEQUENCE:(\d+)/.exec(ics)?.[1]}`;
      versions.set(to, [...(versions.get(to) ?? []), version].sort());
    }
    // Minji responded; the others are welcome.
    expect(Object.fromEntries(versions)).toEqual(Object.fromEntries(INVITED.map((name) => [`${name}@example.com`, calendar])));
  } finally {
    await scene.close();
    await mail.close();
  }
}

const INVITED = ['minji', 'dohyun', 'junho', 'taeho', 'yuna'];

/** N1 is due two seconds after recovery and said four times in the first five. */
async function reminds(dies: string): Promise<void> {
  const environment = { PLAYBOOK: quickPlaybook(set('followUps', FOLLOW_UP)) };
  const scene = await startScene({ environment }, pool);
  try {
    await recordIncident(scene);
    await play(scene, ['resolve #1']);
    const bot = pool.take();
    await scene.run(bot, { crashAt: dies });
    await bot.dies(dies);
    await scene.run(pool.take());
    const reminders = async () => (await scene.storage.followUps.of(1))[0]?.reminded ?? 0;
    await eventually('the lead has been told', async () => ((await reminders()) >= 3 ? true : undefined));
    await eventually('the outbox is empty', async () => ((await pending(scene)) === 0 ? true : undefined), HIDDEN_MS);
    const said = await keysSaid(scene, ['junho', 'dohyun']);
    expect(said).toEqual([...new Set(said)]);
    expect(said.filter((key) => /^follow-up:1:N1:\d+:2:/.test(key))).toHaveLength(1);
    const sent = (await scene.storage.outbox.of(1)).filter(({ key }) => key.startsWith('follow-up:1:')).map(({ key }) => key);
    expect(said).toEqual(expect.arrayContaining(sent));
  } finally {
    await scene.close();
  }
}

const FOLLOW_UP = { N1: { title: { en: 'Refactor', ko: '리팩토링' }, within: '4s', remindBefore: '1s', owner: 'junho' } };

function mailSettings(mail: MailServer): Record<string, string> {
  return { SMTP_URL: mail.smtpUrl, MAIL_FROM: 'bongsu@example.com' };
}

/** An incident as a row, in a channel of its own: opening it is another suite's subject. */
async function recordIncident({ storage, world }: Scene): Promise<void> {
  const incident = bareIncident(new Date(), { declaredBy: world.slack.users.minji ?? '' });
  const { id } = await storage.incidents.insert(incident);
  const channelId = await world.slack.addChannel({ name: 'room', by: 'minji', botIsMember: true });
  await storage.incidents.place(id, { channelId });
}

/** A bot that nothing happens to does what is asked for, and everything that follows at once. */
async function play(scene: Scene, words: readonly string[]): Promise<void> {
  const bot = pool.take();
  await scene.run(bot);
  // That all of it is done shows that it was taken; a busy machine may answer later than Slack listens.
  for (const each of words) await scene.world.slack.slash('minji', each);
  await done(scene);
  await bot.stop();
  pool.give(bot);
}

/** Every version of the meeting has left, and so has every message. */
async function done(scene: Scene): Promise<void> {
  await eventually(
    'the review is out',
    async () => {
      const retro = await scene.storage.retros.find(1);
      const run = retro && (await scene.storage.runs.find(`retro-1-${retro.sequence}`));
      return run?.status === 'done' && (await pending(scene)) === 0 ? true : undefined;
    },
    HIDDEN_MS,
  );
}

async function pending({ storage }: Scene): Promise<number> {
  return (await storage.outbox.of(1)).filter(({ status }) => status === 'pending').length;
}

function writtenAbout({ world }: Scene): string[] {
  const room = world.slack.channels().find(({ name }) => name === 'room')?.id ?? '';
  return keys(world.slack.messages(room))
    .filter((key) => /^(retro|follow-ups)/.test(key))
    .map((key) => key.replace(/^follow-ups:.*/, 'follow-ups'))
    .sort();
}

async function keysSaid({ world }: Scene, people: readonly string[]): Promise<string[]> {
  return people.flatMap((name) => keys(world.slack.directMessages(name)));
}

function keys(messages: readonly MessageState[]): string[] {
  return messages.flatMap((message) => keyOf(message) ?? []);
}
