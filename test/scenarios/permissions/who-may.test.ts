import type { z } from 'zod';
import { workspaceOf } from '../../../sandbox/people.ts';
import { aboutOf, examplesOf } from '../../../src/commands/arguments.ts';
import type { Command, Place } from '../../../src/commands/command.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import type { Answer } from '../../../src/commands/result.ts';
import { neededFor, runSent, runWords } from '../../../src/commands/run-command.ts';
import { exampleLine } from '../../../src/commands/words/usage.ts';
import type { Actor } from '../../../src/domain/incident/actor.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** Every command, by everybody, through every door: who may, and why others may not. */

/** What needs which permission, and is done while Slack does not say who asks (`?`). Written out: the commands themselves are what is tried. */
const NEEDED: Record<string, 'everyone' | 'everyone?' | 'responder' | 'lead'> = {
  open: 'everyone?',
  list: 'everyone?',
  status: 'everyone?',
  brief: 'everyone?',
  graph: 'everyone',
  note: 'everyone',
  'note private': 'everyone',
  timeline: 'everyone?',
  'timeline edit': 'everyone',
  'timeline remove': 'everyone',
  'timeline export': 'everyone',
  severity: 'responder',
  assign: 'everyone',
  language: 'responder',
  mitigated: 'responder',
  resolve: 'responder',
  impact: 'responder',
  close: 'lead',
  cancel: 'responder',
  reopen: 'responder',
  deadlines: 'everyone?',
  keep: 'responder',
  diagnosis: 'everyone?',
  'diagnosis is': 'responder',
  analysis: 'everyone?',
  'analysis take': 'responder',
  'analysis done': 'responder',
  'analysis run': 'responder',
  'analysis accept': 'responder',
  mitigate: 'everyone?',
  'mitigate run': 'everyone',
  'mitigate approve': 'everyone',
  'mitigate refuse': 'everyone?',
  'mitigate stop': 'everyone?',
  'mitigate undo': 'everyone',
  'mitigate keep': 'everyone',
  'mitigate done': 'responder',
  freeze: 'everyone?',
  unfreeze: 'lead',
  escalate: 'responder',
  page: 'responder',
  // Which page it is and whose is asked by the use case, which also finds out who they are.
  'page acknowledge': 'everyone?',
  'page pass-on': 'everyone?',
  update: 'responder',
  'update approve': 'responder',
  'update show': 'responder',
  'update now': 'responder',
  'update skip': 'responder',
  'update edit': 'responder',
  'update correct': 'responder',
  'update keep-ours': 'responder',
  'update take-theirs': 'responder',
  'maintenance plan': 'lead',
  'maintenance list': 'everyone?',
  'maintenance move': 'lead',
  'maintenance start': 'lead',
  'maintenance complete': 'responder',
  'maintenance cancel': 'responder',
  support: 'everyone?',
  social: 'responder',
  'social approve': 'responder',
  'social decline': 'responder',
  'social edit': 'responder',
  'social withdraw': 'responder',
  follow: 'everyone',
  'follow here': 'responder',
  unfollow: 'everyone?',
  'unfollow here': 'responder',
  subscribers: 'lead',
  'subscribers webhook': 'lead',
  'subscribers remove': 'lead',
  retro: 'everyone?',
  'retro accept': 'everyone',
  'retro propose': 'everyone',
  'retro move': 'lead',
  'retro held': 'responder',
  followups: 'everyone?',
  'followups done': 'responder',
  'followups assign': 'responder',
  stats: 'everyone?',
  retry: 'responder',
  oncall: 'everyone?',
  override: 'responder',
  'override clear': 'responder',
};

const STRANGER = 'U0JISOO';
const COMMANDER = 'U0COMMANDER';
const member = (id: string): Actor => ({ kind: 'person', id, standing: 'member' });

/** What each may of an incident that has a commander, and of what belongs to none: only there does a commander command nothing. */
const WHO = {
  everyone: { actor: member(STRANGER), may: ['everyone'], why: 'not_allowed' },
  responder: { actor: member('U0MINJI'), may: ['everyone', 'responder'], why: 'not_allowed' },
  commander: { actor: member(COMMANDER), may: ['everyone', 'responder', 'lead'], why: 'not_allowed' },
  lead: { actor: member('U0DOHYUN'), may: ['everyone', 'responder', 'lead'], why: 'not_allowed' },
  outsider: { actor: { kind: 'person', id: 'U0PARTNER', standing: 'outsider' }, may: [], why: 'not_allowed' },
  // Nobody has looked yet; Slack says that they are a guest.
  guest: { actor: { kind: 'person', id: 'U0GUEST', standing: 'unknown' }, may: [], why: 'not_allowed' },
  unknown: { actor: { kind: 'person', id: 'U0UNHEARD', standing: 'unknown' }, may: ['unknown'], why: 'standing_unknown' },
  reader: { actor: { kind: 'token', name: 'reads', may: 'everyone' }, may: ['everyone'], why: 'not_allowed' },
  deployer: { actor: { kind: 'token', name: 'deploys', may: 'responder' }, may: ['everyone', 'responder'], why: 'not_allowed' },
} as const satisfies Record<string, { actor: Actor; may: readonly string[]; why: string }>;
type Who = keyof typeof WHO;

function isExpected({ name, about, changes }: Command, who: Who): boolean {
  const asked = NEEDED[name] ?? 'lead';
  const needed = asked.replace('?', '');
  // Of what belongs to no incident nobody has command; the shipped playbook names its leads.
  const may: readonly string[] = about === 'nothing' && who === 'commander' ? ['everyone'] : WHO[who].may;
  if (who === 'unknown') return asked.endsWith('?');
  // Without a person behind it who could be asked why.
  if (who === 'reader' && changes) return false;
  // The use case looks a guest up, and finds no such page before.
  if (who === 'guest' && name.startsWith('page ')) return true;
  return may.includes(needed);
}

const DOORS = ['words', 'button', 'form'] as const;

function examples({ args }: Command): Record<string, unknown> {
  const entries = Object.entries(args.shape as Record<string, z.ZodType>);
  return Object.fromEntries(
    entries.flatMap(([key, schema]) => (schema.safeParse(undefined).success ? [] : [[key, examplesOf(aboutOf(schema), 'en')[0]]])),
  );
}

let causes = 0;

async function ask(s: Scenario, command: Command, { who, door }: { who: Who; door: (typeof DOORS)[number] }): Promise<Answer> {
  causes += 1;
  const { runtime } = s.app;
  const place: Place = door === 'form' ? { form: `V${causes}` } : { channel: s.channelId('general') };
  const asking = { actor: WHO[who].actor, cause: { source: 'test', id: `${causes}` }, place };
  if (door !== 'words')
    return await runSent(runtime, { ...asking, read: () => ({ command: command.name, incident: 1, args: examples(command) }) });
  const line = exampleLine(command, 'en').replace('@name', '<@U0JUNHO|junho>');
  return await runWords(runtime, {
    ...asking,
    words: command.about === 'nothing' ? line : line.replace(/^\S+/, (family) => `${family} #1`),
  });
}

it('says of every command what it needs', () => {
  expect(COMMANDS.map(({ name }) => name)).toEqual(Object.keys(NEEDED));
});

it('keeps nobody from answering their own page who may not call people', () => {
  const named = (name: string) => COMMANDS.find((command) => command.name === name) as Command;
  const permissions = { page: 'lead' } as const;
  expect(neededFor({ permissions }, named('page'))).toBe('lead');
  expect(neededFor({ permissions }, named('page acknowledge'))).toBe('everyone');
  expect(neededFor({ permissions: { 'page pass-on': 'responder' } }, named('page pass-on'))).toBe('responder');
  expect(neededFor({ permissions: { retro: 'lead' } }, named('retro move'))).toBe('lead');
});

const USERS = [
  ...workspaceOf(couponPlaybook()).users,
  { name: 'guest', realName: 'Guest of several channels', id: 'U0GUEST', guest: 'several-channels' as const },
];

it.each(Object.keys(WHO) as Who[])('%s may, and may not, by words, buttons and forms', async (who) => {
  const s = await scenario({ ...CALM, slack: { users: USERS } });
  await s.opens('minji', 'sev2 Coupons late');
  const commander = { incidentId: 1, role: 'commander', userId: COMMANDER, assignedBy: COMMANDER, withPower: false } as const;
  await s.app.runtime.storage.roles.assign({ ...commander, assignedAt: s.now() });
  if (who === 'unknown') s.slack.faults.inject({ call: 'users.info', fault: { kind: 'http', status: 503 } });
  const wrong: unknown[] = [];
  for (const door of DOORS) {
    for (const command of COMMANDS) {
      if (door === 'words' && command.words === undefined) continue;
      const answer = await ask(s, command, { who, door });
      const refusal = 'refusal' in answer ? answer.refusal : undefined;
      const code = refusal?.why === 'said' ? refusal.code : refusal?.why;
      const allowed = code !== 'not_allowed' && code !== 'standing_unknown';
      if (allowed === isExpected(command, who) && code !== 'broken' && (allowed || code === WHO[who].why)) continue;
      wrong.push({ door, command: command.name, allowed, code });
    }
  }
  expect(wrong).toEqual([]);
  s.slack.faults.clear();
  await s.settle();
  s.takeAll();
});
