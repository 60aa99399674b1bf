import { distance } from 'fastest-levenshtein';
import { UserError } from '../../domain/errors.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { worded } from '../../languages/worded.ts';
import { type Command, familyOf } from '../command.ts';
import { readArguments } from './read-arguments.ts';
import type { Reading } from './readers.ts';
import { exampleLine, typedArguments } from './usage.ts';

/** What a line asks for. */
export type Line = { help: string } | { command: Command; incident?: number; args: Record<string, unknown> };

/** Reads what was typed after the slash command. Throws UserError that says what to type instead. */
export function readLine(commands: readonly Command[], line: string, reading: Reading): Line {
  const typeable = commands.filter(({ words }) => words !== undefined);
  const [, verb = '', behind = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const family = verb.toLowerCase();
  if (family === '' || family === 'help') return { help: behind.trim().toLowerCase() };
  const members = typeable.filter((command) => familyOf(command) === family);
  if (members.length === 0) throw unknown(typeable, verb);
  const [, number, rest = ''] = /^(?:#(\d{1,9})(?=\s|$))?\s*([\s\S]*)$/.exec(behind) ?? [];
  const incident = number === undefined ? {} : { incident: Number(number) };
  const [, second = '', more = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  const named = members.find(({ name }) => name === `${family} ${second.toLowerCase()}`);
  if (named) return readMember(named, more, { incident, reading });
  if (second.toLowerCase() === 'help' && more === '') return { help: family };
  const hidden = commands.find(({ name, words, hint }) => name === `${family} ${second.toLowerCase()}` && words === undefined && hint);
  if (hidden?.hint) throw new UserError('unknown_command', hidden.hint);
  const head = members.find(({ name }) => name === family);
  if (!head) throw unknownMember(members, family, second);
  // A word behind one that takes none was meant as one of its family.
  if (rest !== '' && members.length > 1 && typedArguments(head).length === 0) throw unknownMember(members, family, second);
  try {
    return {
      command: head,
      ...forIncident(head, incident),
      args: readArguments(head, forIncident(head, incident) === incident ? rest : behind, reading),
    };
  } catch (error) {
    // A slip in the second word reads as an argument that is no good.
    if (error instanceof UserError && nearestOf(members, family, second) !== undefined) throw unknownMember(members, family, second);
    throw error;
  }
}

/** The number may also stand behind both words, where nothing else would be read from it. */
function readMember(command: Command, words: string, { incident, reading }: { incident: { incident?: number }; reading: Reading }): Line {
  const [, number, rest = ''] = /^#(\d{1,9})(?=\s|$)\s*([\s\S]*)$/.exec(words) ?? [];
  const [first] = typedArguments(command);
  const isFree = first === undefined || (first.reader.kind === 'word' && first.reader.read(`#${number}`, reading) === undefined);
  const mayBeIncident = command.about === 'incident' && number !== undefined && incident.incident === undefined;
  if (mayBeIncident && isFree) return { command, incident: Number(number), args: readArguments(command, rest, reading) };
  return { command, ...incident, args: readArguments(command, words, reading) };
}

/** Only what is about an incident takes its number. */
function forIncident({ about }: Command, incident: { incident?: number }): { incident?: number } {
  return about === 'incident' ? incident : {};
}

function unknown(commands: readonly Command[], verb: string): UserError {
  const meant = nearest([...new Set(commands.map(familyOf))], verb);
  return new UserError(
    'unknown_command',
    worded(({ grammar }) => grammar.thereIsNoDidYou(quoted(verb), meant)),
  );
}

function unknownMember(members: readonly Command[], family: string, second: string): UserError {
  const meant = nearestOf(members, family, second);
  const odd = `${family} ${quoted(second)}`.trim();
  const lines = (language: Language) => members.map((command) => `\`${exampleLine(command, language)}\``).join(', ');
  return new UserError(
    'unknown_command',
    worded(({ grammar }, language) => grammar.thereIsNoDidYouMean(odd, meant, lines(language))),
  );
}

function nearestOf(members: readonly Command[], family: string, second: string): string | undefined {
  const verbs = members.flatMap(({ name }) => (name === family ? [] : [name.slice(family.length + 1)]));
  const verb = nearest(verbs, second);
  return verb && `${family} ${verb}`;
}

/** The nearest word, when it is near enough to be what was meant. */
function nearest(words: readonly string[], typed: string): string | undefined {
  const ranked = words.map((word) => ({ word, away: distance(word, typed.toLowerCase()) })).sort((a, b) => a.away - b.away);
  const [first] = ranked;
  return first && typed !== '' && first.away <= Math.max(2, Math.floor(typed.length / 3)) ? first.word : undefined;
}

function quoted(typed: string): string {
  return typed.replaceAll('`', "'").slice(0, 60);
}
