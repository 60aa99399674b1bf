import { distance } from 'fastest-levenshtein';
import { errorText, UserError } from '../domain/errors.ts';
import { type Incident, incidentRef } from '../domain/incident.ts';
import { type Permission, requirePermission } from '../domain/permissions.ts';
import type { Bilingual, Playbook } from '../domain/playbook/schema.ts';
import type { Presenter } from '../domain/views.ts';
import { listIncidents, mayReadPrivate } from '../workflows/list-incidents.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Command, Invocation, Reply } from './command.ts';
import { COMMANDS } from './index.ts';
import { presentAtOnce, presentTo } from './present-to.ts';

/**
 * Runs what was typed after the slash command. Never rejects: whatever goes wrong becomes an answer that says what to do. Finds the
 * incident, checks the permission, and only then lets the command act.
 */
export async function runCommand(runtime: Runtime, invocation: Invocation, text: string): Promise<Reply> {
  return await answered(runtime, invocation, async () => {
    const [, verb = '', words = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
    const name = verb.toLowerCase();
    if (name === '' || name === 'help') return helpReply(await presentTo(runtime, invocation));
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) throw new UserError('unknown_command', unknownText(verb));
    return await run(runtime, invocation, command, words);
  });
}

/** Runs a command for one incident whose number is known, as clicks and forms do. */
export async function runForIncident(
  runtime: Runtime,
  invocation: Invocation,
  name: string,
  incidentId: number,
  words = '',
): Promise<Reply> {
  return await runCommand(runtime, invocation, `${name} #${incidentId} ${words}`);
}

/** Turns whatever goes wrong into an answer: what to do, or a reference under which the log holds the details. */
export async function answered(runtime: Runtime, invocation: Invocation, work: () => Promise<Reply>): Promise<Reply> {
  const { log, random, storage } = runtime;
  try {
    return await work();
  } catch (error) {
    const atOnce = presentAtOnce(runtime, invocation);
    if (error instanceof UserError) {
      const present = await presentTo(runtime, invocation).catch(() => atOnce);
      return { message: present.userError(error), refused: true, code: error.code, language: present.language };
    }
    if (storage.isUndecided(error)) {
      log.error({ err: error }, 'The database was lost at the commit of a command; only looking tells whether it was recorded.');
      return { message: atOnce.databaseUnsure({ toldOnceKnown: false }), refused: true };
    }
    if (storage.isUnreachable(error)) {
      log.error({ err: error }, 'The database does not answer; a command could not be recorded.');
      return { message: atOnce.databaseDown(), refused: true };
    }
    const reference = random.id().slice(0, 8);
    log.error({ err: error, reference }, `A command broke: ${errorText(error)}`);
    const present = await presentTo(runtime, invocation).catch(() => atOnce);
    return { message: present.unexpectedError(reference), refused: true, language: present.language };
  }
}

/** The presenter of an answer: in the language in which it is written. */
export function spoken(present: Presenter, { language }: Reply): Presenter {
  return language === undefined ? present : present.in(language);
}

async function run(runtime: Runtime, asked: Invocation, command: Command, words: string): Promise<Reply> {
  const { playbook } = runtime;
  const actor = await runtime.membership.of(asked.actor);
  const invocation = { ...asked, actor };
  const present = await presentTo(runtime, invocation);
  const { language } = present;
  if (command.about === 'nothing') {
    const args = command.parse(words);
    requirePermission(neededFor(playbook, command, args), { actor, playbook, evenUnknown: isForUnknown(command, args) });
    return { ...(await command.run({ runtime, present, invocation, args })), language };
  }
  const [, number, rest = ''] = /^\s*(?:#(\d{1,9})(?=\s|$))?\s*([\s\S]*)$/.exec(words) ?? [];
  const incident = await findIncident(runtime, invocation, command, number);
  const roles = await runtime.storage.roles.of(incident.id);
  const args = command.parse(rest);
  requirePermission(neededFor(playbook, command, args), { actor, playbook, incident, roles, evenUnknown: isForUnknown(command, args) });
  return { ...(await command.run({ runtime, present, invocation, args, incident, roles })), language };
}

function neededFor(playbook: Playbook, { name, permission }: Command, args: unknown): Permission {
  return playbook.permissions[name] ?? (typeof permission === 'function' ? permission(args) : permission);
}

function isForUnknown({ evenUnknown }: Command, args: unknown): boolean {
  return typeof evenUnknown === 'function' ? evenUnknown(args) : evenUnknown === true;
}

async function findIncident(runtime: Runtime, invocation: Invocation, command: Command, number: string | undefined): Promise<Incident> {
  const { storage } = runtime;
  if (number !== undefined) {
    const found = await storage.incidents.find(Number(number));
    // A private incident does not exist for those it does not concern.
    if (found && (!found.private || found.channelId === invocation.channelId || (await mayReadPrivate(runtime, found, invocation.actor))))
      return found;
    throw new UserError('no_such_incident', {
      en: `There is no incident #${number}. See \`list\` for those under way.`,
      ko: `장애 #${number} 기록이 없습니다. 진행 중인 장애: \`list\`.`,
    });
  }
  const here = await storage.incidents.findByChannel(invocation.channelId);
  if (here) return here;
  const active = await listIncidents(runtime, { scope: 'active', actor: invocation.actor });
  const known = active
    .slice(0, 5)
    .map((incident) => `${incidentRef(incident)} ${incident.title}`)
    .join(' · ');
  const example = `\`${command.name} ${active[0] ? incidentRef(active[0]) : '#7'}\``;
  throw new UserError('which_incident', {
    en: `This channel belongs to no incident. Type it in the incident's channel, or say which one: ${example}. ${known ? `Under way: ${known}` : 'Nothing is under way.'}`,
    ko: `이 채널은 장애 채널이 아닙니다. 장애 채널에서 입력하거나 어느 장애인지 적어 주세요: ${example}. ${known ? `진행 중: ${known}` : '진행 중인 장애가 없습니다.'}`,
  });
}

function helpReply(present: Presenter): Reply {
  const { language } = present;
  return { language, message: present.help(COMMANDS.map(({ usage, summary }) => ({ usage, summary: summary[language] }))) };
}

/** The nearest command, when it is near enough to be what was meant. */
function unknownText(verb: string): Bilingual {
  const ranked = COMMANDS.map(({ name }) => ({ name, away: distance(name, verb.toLowerCase()) })).sort((a, b) => a.away - b.away);
  const [nearest] = ranked;
  const meant = nearest && nearest.away <= Math.max(2, Math.floor(verb.length / 3)) ? nearest.name : undefined;
  return {
    en: `There is no \`${verb}\`.${meant ? ` Did you mean \`${meant}\`?` : ''} \`help\` lists what can be typed.`,
    ko: `\`${verb}\` 명령은 없습니다.${meant ? ` 혹시 \`${meant}\` 인가요?` : ''} 쓸 수 있는 명령: \`help\`.`,
  };
}
