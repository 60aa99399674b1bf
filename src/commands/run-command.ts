import { distance } from 'fastest-levenshtein';
import { errorText, UserError } from '../domain/errors.ts';
import { type Incident, incidentRef } from '../domain/incident.ts';
import { type Permission, requirePermission } from '../domain/permissions.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import { listIncidents, mayReadPrivate } from '../workflows/list-incidents.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Command, Invocation, Reply } from './command.ts';
import { COMMANDS } from './index.ts';

/**
 * Runs what was typed after the slash command. Never rejects: whatever goes wrong becomes an answer that says what to do. Finds the
 * incident, checks the permission, and only then lets the command act.
 */
export async function runCommand(runtime: Runtime, invocation: Invocation, text: string): Promise<Reply> {
  return await answered(runtime, async () => {
    const [, verb = '', words = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
    const name = verb.toLowerCase();
    if (name === '' || name === 'help') return helpReply(runtime);
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
export async function answered(runtime: Runtime, work: () => Promise<Reply>): Promise<Reply> {
  const { present, log, random, storage } = runtime;
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return { message: present.userError(error.message, error.people), refused: true, code: error.code };
    if (storage.isUndecided(error)) {
      log.error({ err: error }, 'The database was lost at the commit of a command; only looking tells whether it was recorded.');
      return { message: present.databaseUnsure({ toldOnceKnown: false }), refused: true };
    }
    if (storage.isUnreachable(error)) {
      log.error({ err: error }, 'The database does not answer; a command could not be recorded.');
      return { message: present.databaseDown(), refused: true };
    }
    const reference = random.id().slice(0, 8);
    log.error({ err: error, reference }, `A command broke: ${errorText(error)}`);
    return { message: present.unexpectedError(reference), refused: true };
  }
}

async function run(runtime: Runtime, asked: Invocation, command: Command, words: string): Promise<Reply> {
  const { playbook } = runtime;
  const actor = await runtime.membership.of(asked.actor);
  const invocation = { ...asked, actor };
  if (command.about === 'nothing') {
    const args = command.parse(words);
    requirePermission(neededFor(playbook, command, args), { actor, playbook, evenUnknown: isForUnknown(command, args) });
    return await command.run({ runtime, invocation, args });
  }
  const [, number, rest = ''] = /^\s*(?:#(\d{1,9})(?=\s|$))?\s*([\s\S]*)$/.exec(words) ?? [];
  const incident = await findIncident(runtime, invocation, command, number);
  const roles = await runtime.storage.roles.of(incident.id);
  const args = command.parse(rest);
  requirePermission(neededFor(playbook, command, args), { actor, playbook, incident, roles, evenUnknown: isForUnknown(command, args) });
  return await command.run({ runtime, invocation, args, incident, roles });
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
    throw new UserError('no_such_incident', `There is no incident #${number}. See \`list\` for those under way.`);
  }
  const here = await storage.incidents.findByChannel(invocation.channelId);
  if (here) return here;
  const active = await listIncidents(runtime, { scope: 'active', actor: invocation.actor });
  const known = active.slice(0, 5).map((incident) => `${incidentRef(incident)} ${incident.title}`);
  const example = `\`${command.name} ${active[0] ? incidentRef(active[0]) : '#7'}\``;
  throw new UserError(
    'which_incident',
    `This channel belongs to no incident. Type it in the incident's channel, or say which one: ${example}.${known.length > 0 ? ` Under way: ${known.join(' · ')}` : ' Nothing is under way.'}`,
  );
}

function helpReply({ present }: Runtime): Reply {
  return { message: present.help(COMMANDS.map(({ usage, summary }) => ({ usage, summary: summary[present.language] }))) };
}

/** The nearest command, when it is near enough to be what was meant. */
function unknownText(verb: string): string {
  const ranked = COMMANDS.map(({ name }) => ({ name, away: distance(name, verb.toLowerCase()) })).sort((a, b) => a.away - b.away);
  const [nearest] = ranked;
  const meant = nearest && nearest.away <= Math.max(2, Math.floor(verb.length / 3)) ? ` Did you mean \`${nearest.name}\`?` : '';
  return `There is no \`${verb}\`.${meant} \`help\` lists what can be typed.`;
}
