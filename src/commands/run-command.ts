import { UserError } from '../domain/errors.ts';
import { type Actor, personOf } from '../domain/incident/actor.ts';
import { type Incident, incidentRef } from '../domain/incident/incident.ts';
import { type Asked, type Permission, requirePermission } from '../domain/incident/permissions.ts';
import type { Language } from '../domain/language/bilingual.ts';
import { languageFor } from '../domain/language/language-for.ts';
import { pick } from '../domain/language/pick.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import { worded } from '../languages/worded.ts';
import { listIncidents, mayReadPrivate } from '../workflows/incident/list-incidents.ts';
import type { Runtime, WholeRuntime } from '../workflows/runtime/runtime.ts';
import { type Asking, type Command, familyOf } from './command.ts';
import { COMMANDS, commandNamed } from './index.ts';
import type { Answer, Refusal, Result } from './result.ts';
import { unread } from './words/mistakes.ts';
import { readLine } from './words/read-line.ts';
import { exampleLine, usageOf } from './words/usage.ts';

/** One command with what it is to be done with. */
export interface Call extends Asking {
  command: Command;
  /** As the door has them; only what the command's schema has read of them comes as far as the command. */
  args?: unknown;
  /** Number of the incident; otherwise the one that lives where it was asked. */
  incident?: number | undefined;
}

/** A call as a button or form carries it. */
export interface Sent extends Pick<Call, 'args' | 'incident'> {
  /** The command's name. */
  command: string;
}

/** What is wanted, once it has been read: a call, or help about a word. */
type Wanted = { help: string } | { command: Command; args?: unknown; incident?: number | undefined };

/**
 * Runs a command, whatever the door. Never rejects: what goes wrong becomes an answer. Finds the incident, reads the arguments, checks the permission, and only then lets the
 * command act.
 */
export async function runCommand(runtime: WholeRuntime, { command, args, incident, ...asking }: Call): Promise<Answer> {
  return await answer(runtime, asking, () => ({ command, args, incident }));
}

/** The same for what somebody typed after the slash command. */
export async function runWords(runtime: WholeRuntime, { words, ...asking }: Asking & { words: string }): Promise<Answer> {
  return await answer(runtime, asking, (place) => readLine(COMMANDS, words, place));
}

/** The same for what a button or form brings back, which `read` may find no good: then it throws a UserError. */
export async function runSent(runtime: WholeRuntime, { read, ...asking }: Asking & { read: () => Sent }): Promise<Answer> {
  return await answer(runtime, asking, () => {
    const { command: name, args, incident } = read();
    const command = commandNamed(name);
    if (command) return { command, args, incident };
    throw new UserError(
      'unknown_command',
      worded(({ grammar }) => grammar.thereIsNoHelpLists(name.slice(0, 60))),
    );
  });
}

/** Whatever goes wrong becomes what to say of it: what to do, or a reference under which the log holds the details. */
async function answer(whole: WholeRuntime, asking: Asking, read: (runtime: Runtime) => Wanted): Promise<Answer> {
  // Without the database nobody knows whose channel it is.
  let runtime = servicePlaced(whole, asking.place?.channel);
  let language = languageAtOnce(runtime, asking);
  try {
    const wanted = caught(() => read(runtime));
    const incident = await incidentMeant(runtime, asking, 'incident' in wanted ? wanted.incident : undefined);
    if (incident) runtime = whole.services.of(incident);
    language = languageFor(runtime.playbook.team, { person: personOf(asking.actor), channel: asking.place?.channel, incident });
    if ('error' in wanted) throw wanted.error;
    if ('help' in wanted) return { language, service: runtime.playbook.service.key, result: help(wanted.help, language) };
    return { language, ...(await run(runtime, { ...asking, ...wanted }, language)) };
  } catch (error) {
    return { language, service: runtime.playbook.service.key, refusal: refusalOf(runtime, error) };
  }
}

/** In which language a mistake is to be said is known only after it was made. */
function caught(read: () => Wanted): Wanted | { error: unknown } {
  try {
    return read();
  } catch (error) {
    return { error };
  }
}

function refusalOf({ log, random, storage }: Runtime, error: unknown): Refusal {
  if (error instanceof UserError) {
    const { code, said, argument } = error;
    return { why: 'said', code, said, ...(argument !== undefined && { argument }) };
  }
  if (storage.isUndecided(error)) {
    log.error({ err: error }, 'The database was lost at the commit of a command; only looking tells whether it was recorded.');
    return { why: 'undecided' };
  }
  const trouble = storage.troubleOf(error);
  if (trouble !== undefined) {
    log.error({ err: error, trouble }, 'The database cannot do its work; a command could not be recorded.');
    return { why: 'database', trouble };
  }
  const reference = random.id().slice(0, 8);
  log.error({ err: error, reference }, 'A command broke.');
  return { why: 'broken', reference };
}

/** The incident that lives where it was asked, or where nobody knows where that was the one whose number was given: there its service's people speak. */
async function incidentMeant(
  { storage: { incidents } }: WholeRuntime,
  { place = {} }: Asking,
  number: number | undefined,
): Promise<Incident | undefined> {
  if (place.channel !== undefined) return await incidents.findByChannel(place.channel);
  return number === undefined ? undefined : await incidents.find(number);
}

/** The service that is meant where somebody asks: the one that owns the channel, else the home service. */
function servicePlaced({ services }: WholeRuntime, channel: string | undefined): Runtime {
  return (channel === undefined ? undefined : services.ofChannel(channel)) ?? services.home;
}

/** The same for what must be said without the database. */
export function languageAtOnce(runtime: Pick<Runtime, 'playbook'>, { actor, place }: Pick<Asking, 'actor' | 'place'>): Language {
  return languageFor(runtime.playbook.team, { person: personOf(actor), channel: place?.channel });
}

async function run(
  runtime: Runtime,
  { command, args: given = {}, incident: number, ...asking }: Call,
  language: Language,
): Promise<{ service: string; result: Result }> {
  const { membership, storage } = runtime;
  const actor = command.standing === 'by-use-case' ? asking.actor : await membership.of(asking.actor);
  const { cause, place = {} } = asking;
  const evenUnknown = command.evenUnknown === true;
  if (command.about === 'nothing') {
    const args = readArgs(command, given);
    const named = serviceNamed(runtime, args.service);
    const { playbook } = named;
    requireRight(command, neededFor(playbook, command), { actor, playbook, evenUnknown });
    const result = await command.run({ runtime: named, actor, cause, place, language, args });
    return { service: playbook.service.key, result };
  }
  const incident = await findIncident(runtime, { command, actor, number, channel: place.channel });
  // Another service's than that of the place, when its number was given.
  const own = runtime.services.of(incident);
  const roles = await storage.roles.of(incident.id);
  const args = readArgs(command, given);
  requireRight(command, neededFor(own.playbook, command), { actor, playbook: own.playbook, incident, roles, evenUnknown });
  const result = await command.run({ runtime: own, actor, cause, place, language, args, incident, roles });
  return { service: own.playbook.service.key, result };
}

/** The service that an argument names; that of the place where none does. Throws UserError `no_such_service`. */
function serviceNamed(runtime: Runtime, key: unknown): Runtime {
  if (typeof key !== 'string') return runtime;
  const found = runtime.services.find(key);
  if (found) return found;
  const known = runtime.services.all.map(({ playbook }) => `\`${playbook.service.key}\``).join(', ');
  throw new UserError(
    'no_such_service',
    worded(({ grammar }) => grammar.thereIsNoServiceThere(key, known)),
    { argument: 'service' },
  );
}

/** A token that may only what everybody may reads, and changes nothing: nobody stands behind it who could be asked why. */
function requireRight({ changes }: Command, needed: Permission, asked: Asked): void {
  const isReader = asked.actor.kind === 'token' && asked.actor.may === 'everyone';
  requirePermission(isReader && changes && needed === 'everyone' ? 'responder' : needed, asked);
}

function readArgs(command: Command, given: unknown): Record<string, unknown> {
  const read = command.args.safeParse(given);
  if (read.success) return read.data;
  throw unread(command, read.error, given);
}

/**
 * What the playbook says of the command, or of its whole family, goes before what it says itself. Who may call people is another question than who may answer: what finds
 * out by itself where somebody stands goes by its own name only.
 */
export function neededFor(
  { permissions }: Pick<Playbook, 'permissions'>,
  command: Pick<Command, 'name' | 'permission' | 'standing'>,
): Permission {
  const ofFamily = command.standing === undefined ? permissions[familyOf(command)] : undefined;
  return permissions[command.name] ?? ofFamily ?? command.permission;
}

/** The incident of this number, as far as it exists for whoever names it; a private one does not for those it does not concern. Throws UserError `no_such_incident`. */
async function visibleIncident(
  runtime: Runtime,
  id: number,
  { actor, channel }: { actor: Actor; channel: string | undefined },
): Promise<Incident> {
  const found = await runtime.storage.incidents.find(id);
  const isHere = channel !== undefined && found?.channelId === channel;
  if (found && (!found.private || isHere || (await mayReadPrivate(runtime, found, actor)))) return found;
  throw new UserError(
    'no_such_incident',
    worded(({ grammar }) => grammar.thereIsNoIncidentSee(id)),
  );
}

async function findIncident(
  runtime: Runtime,
  { command, actor, number, channel }: { command: Command; actor: Actor; number: number | undefined; channel: string | undefined },
): Promise<Incident> {
  if (number !== undefined) return await visibleIncident(runtime, number, { actor, channel });
  const here = channel === undefined ? undefined : await runtime.storage.incidents.findByChannel(channel);
  if (here) return here;
  const { incidents: active } = await listIncidents(runtime, { scope: 'active', actor });
  const known = active
    .slice(0, 5)
    .map((incident) => `${incidentRef(incident)} ${incident.title}`)
    .join(' · ');
  const numbered = (language: Language) =>
    exampleLine(command, language).replace(/^\S+/, (family) => `${family} ${active[0] ? incidentRef(active[0]) : '#7'}`);
  throw new UserError(
    'which_incident',
    worded(({ grammar }, language) => grammar.thisChannelBelongsToNoIncident(numbered(language), known)),
  );
}

/** What can be typed: all of it, or what begins with this word. */
function help(about: string, language: Language): Result {
  const typeable = COMMANDS.filter(({ words }) => words !== undefined);
  const asked = typeable.filter((command) => familyOf(command) === about.split(/\s+/)[0]);
  const view = (asked.length > 0 ? asked : typeable).map((command) => ({
    usage: usageOf(command, language),
    summary: pick(command.summary, language),
  }));
  return { show: 'help', view };
}
