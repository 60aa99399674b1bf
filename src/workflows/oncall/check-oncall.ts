import { DateTime } from 'luxon';
import { errorText, PermanentError } from '../../domain/errors.ts';
import { peopleOf, personOf } from '../../domain/oncall/index.ts';
import { oncallGaps } from '../../domain/playbook/oncall-gaps.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Chat } from '../../domain/ports/chat.ts';
import type { OncallOverrideRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { userGroupOf } from './who-is-on-call.ts';

/** Something about the on-call people that will surprise somebody at night. */
export interface OncallProblem {
  /** Path in the playbook, with its line where that is known: `team.oncall.L1.schedule (line 24)`. */
  where: string;
  text: string;
}

export interface OncallCheck {
  playbook: Playbook;
  /** The playbook as it is written, for the lines. */
  text: string;
  chat: Pick<Chat, 'userGroupMembers' | 'userState'>;
  now: Date;
  /** Those that are not over. */
  overrides?: readonly Pick<OncallOverrideRow, 'id' | 'level' | 'userId' | 'endsAt'>[];
}

const lane = { lane: 'cosmetics' } as const;

/** Gaps in the next four weeks, people whom Slack does not know, also by override, user groups that are empty or cannot be read. Rejects with nothing. */
export async function checkOncall({ playbook, text, chat, now, overrides = [] }: OncallCheck): Promise<OncallProblem[]> {
  const gaps = oncallGaps(playbook, text, now).map(({ path, line, message }) => ({ where: `${path} (line ${line})`, text: message }));
  const { oncall } = playbook.team;
  const groups = ONCALL_LEVELS.map((level) => checkGroup(playbook, chat, level));
  const people = [...new Set(ONCALL_LEVELS.flatMap((level) => peopleOf(oncall[level])))].map((person) =>
    checkPerson(playbook, chat, person),
  );
  const put = overrides.map((override) => checkOverride(playbook, chat, override));
  const found = [...gaps, ...(await Promise.all([...groups, ...people, ...put])).flat()];
  // Slack being away is one problem, not one for each person.
  return found.filter(({ where, text }, index) => found.findIndex((other) => other.where === where && other.text === text) === index);
}

/** Says every problem once in the log; never rejects. For the start: nothing waits for it, Slack may hang. */
export async function reportOncall(
  runtime: Pick<Runtime, 'playbook' | 'chat' | 'clock' | 'log' | 'stopping' | 'storage'>,
  text: string,
): Promise<void> {
  const { playbook, chat, clock, log, stopping, storage } = runtime;
  const now = clock.now();
  const overrides = await storage.oncallOverrides.notOver(playbook.team.key, now).catch(() => []);
  const problems = await checkOncall({ playbook, text, chat, now, overrides });
  if (stopping.aborted) return;
  for (const problem of problems) log.warn({ where: problem.where }, `On call: ${problem.where}: ${problem.text}`);
}

async function checkGroup(playbook: Playbook, chat: OncallCheck['chat'], level: (typeof ONCALL_LEVELS)[number]): Promise<OncallProblem[]> {
  const group = userGroupOf(playbook.team.oncall[level]);
  if (group === undefined) return [];
  const where = `team.oncall.${level}.userGroup`;
  try {
    const members = await chat.userGroupMembers({ group }, lane);
    if (members.length === 0) return [{ where, text: `${group} has no members; pages fall to the next level` }];
    const strangers = members.filter((user) => personOf(playbook, user) === user);
    if (strangers.length === 0) return [];
    return [{ where, text: `${strangers.join(', ')} of ${group} are not in team.people: only Slack can reach them` }];
  } catch (error) {
    const text =
      error instanceof PermanentError && error.code === 'no_such_subteam'
        ? `Slack has no user group ${group}: take its id from the group's ⋮ menu → Copy group ID; pages fall to the next level`
        : `${group} could not be read: ${errorText(error)}`;
    return [{ where, text }];
  }
}

async function checkPerson(playbook: Playbook, chat: OncallCheck['chat'], person: string): Promise<OncallProblem[]> {
  const user = playbook.team.people[person]?.slack ?? person;
  const where = `team.people.${person}.slack`;
  const what = await troubleWith(chat, user);
  return what === undefined
    ? []
    : [what.away ?? { where, text: `${what.text}, but is on call: take them out of team.oncall, or correct the id` }];
}

async function checkOverride(
  playbook: Playbook,
  chat: OncallCheck['chat'],
  { level, userId, endsAt }: NonNullable<OncallCheck['overrides']>[number],
): Promise<OncallProblem[]> {
  const what = await troubleWith(chat, userId);
  if (what === undefined) return [];
  const until = `${DateTime.fromJSDate(endsAt, { zone: playbook.team.zone }).toFormat('yyyy-MM-dd HH:mm')} (${playbook.team.zone})`;
  const text = `${what.text}, but is on call by override until ${until}: end it with \`override clear ${level}\`; pages pass them over`;
  return [what.away ?? { where: `override of ${level}`, text }];
}

/** Why somebody will never answer a page, in a few words; `away` when Slack does not say. A guest whom a team puts on call may act: it has the last word. */
async function troubleWith(chat: OncallCheck['chat'], user: string): Promise<{ text: string; away?: OncallProblem } | undefined> {
  try {
    const state = await chat.userState({ user }, lane);
    const text = { deactivated: `${user} is deactivated in Slack`, unknown: `Slack does not know ${user}`, bot: `${user} is a bot` }[
      state as string
    ];
    return text === undefined ? undefined : { text };
  } catch (error) {
    const text = `people could not be looked up in Slack: ${errorText(error)}`;
    return { text, away: { where: 'team.oncall', text } };
  }
}
