import { UserError } from '../../domain/errors.ts';
import type { Bilingual, Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { readMoment } from '../../domain/review/read-moment.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { worded } from '../../languages/worded.ts';

/** What a reader may look at besides the words. */
export interface Reading {
  playbook: Playbook;
  /** Of the organisation. */
  services: { readonly all: readonly { playbook: Playbook }[] };
}

/** How one argument is typed. */
export interface WordReader {
  /**
   * `word`: one word, in its place. `anywhere`: one word, wherever it stands. `rest`: all that is left. `option`: a word behind `--name`. `flag`: `--name` alone.
   */
  kind: 'word' | 'anywhere' | 'rest' | 'option' | 'flag';
  /** With the hyphens. */
  option?: string;
  /** The value for the schema; undefined when these words are none. A value that is undefined leaves the argument out. */
  read: (words: string, reading: Reading) => { value: unknown } | undefined;
  /** As it is typed, where that is not as a program sends it. */
  example?: Bilingual;
  /** What may be typed, where only the playbook tells. */
  known?: (reading: Reading) => readonly string[];
  /** What may be typed, where that is a choice of few; shown in the usage line. */
  choices?: readonly string[];
  /** Usage lines leave it out: it cannot be typed everywhere. */
  unlisted?: true;
  /** How the usage line shows it; `<name>` otherwise. */
  shown?: (language: Language) => string;
}

/** The arguments of a command that can be typed, in the order in which they are. */
export type Words<Args> = { readonly [Key in keyof Args]?: WordReader };

const PERSON_EXAMPLE: Bilingual = worded(({ grammar }) => grammar.personExample);
const PERSON_SHOWN: Bilingual = worded(({ grammar }) => grammar.personShown);
const PAIRS_SHOWN: Bilingual = worded(({ grammar }) => grammar.pairsShown);

/** One word as it is; a number of ours is none. */
export const word: WordReader = { kind: 'word', read: (text) => (/^#\d+$/.test(text) ? undefined : { value: text }) };

/** One key of the playbook, in capitals or not. */
export function keyOf(known: (playbook: Playbook) => Readonly<Record<string, unknown>>): WordReader {
  const keys = ({ playbook }: Reading) => Object.keys(known(playbook));
  return {
    kind: 'word',
    known: keys,
    read: (text, reading) => (keys(reading).includes(text.toLowerCase()) ? { value: text.toLowerCase() } : undefined),
  };
}

/** The key of a service, in capitals or not; no word is one while there is only one service. */
export const serviceWord: WordReader = {
  kind: 'word',
  unlisted: true,
  known: ({ services }) => services.all.map(({ playbook }) => playbook.service.key),
  read: (text, { services }) => {
    const found = services.all.length > 1 && services.all.find(({ playbook }) => playbook.service.key === text.toLowerCase());
    return found ? { value: found.playbook.service.key } : undefined;
  },
};

/** All that is left, as it was typed. */
export const rest: WordReader = { kind: 'rest', read: (text) => (text === '' ? undefined : { value: text }) };

/** One of these, in capitals or not. `also`: other words for them. */
export function choice(options: readonly string[], also: Readonly<Record<string, string>> = {}): WordReader {
  return {
    kind: 'word',
    choices: options,
    read: (text) => {
      const asked = text.toLowerCase();
      const found = options.find((option) => option.toLowerCase() === asked) ?? (Object.hasOwn(also, asked) ? also[asked] : undefined);
      return found === undefined ? undefined : { value: found };
    },
  };
}

/** One person. `orMe`: whoever asks is meant by `me`. */
export function mention({ orMe = false }: { orMe?: boolean } = {}): WordReader {
  return {
    kind: 'word',
    example: PERSON_EXAMPLE,
    shown: (language) => pick(PERSON_SHOWN, language),
    read: (text) => {
      // Whoever asks is meant when nobody is named.
      if (orMe && text.toLowerCase() === 'me') return { value: undefined };
      // Slack sends a mention as <@U123|name> when the manifest asks it to escape.
      const id = /^<@([UW][A-Z0-9]{1,30})(?:\|[^>]*)?>$/.exec(text)?.[1];
      return id === undefined ? undefined : { value: id };
    },
  };
}

/** Either of two words. */
export function either(first: WordReader, second: WordReader): WordReader {
  return {
    kind: 'word',
    shown: (language) => [first, second].map((one) => one.shown?.(language) ?? one.choices?.join('|') ?? '').join('|'),
    ...(first.example && { example: first.example }),
    read: (text, reading) => first.read(text, reading) ?? second.read(text, reading),
  };
}

/** A number from 0, with or without the sign with which we write numbers of our own. */
export const numeral: WordReader = {
  kind: 'word',
  read: (text) => (/^#?\d{1,9}$/.test(text) ? { value: Number(text.replace('#', '')) } : undefined),
};

/** How long, wherever in the line it stands: the first word that begins with a digit. Whether it is a duration the schema says. */
export const durationAnywhere: WordReader = {
  kind: 'anywhere',
  shown: () => '2h',
  read: (text) => (/^\d/.test(text) ? { value: text.toLowerCase() } : undefined),
};

/** How long, where it may be left out: a word that is none is meant as something else. */
export const durationIfAny: WordReader = {
  kind: 'word',
  shown: () => '2h',
  read: (text) => (parseDuration(text.toLowerCase()) === undefined ? undefined : { value: text.toLowerCase() }),
};

/** How long, or anything else in its place: the schema says what is wrong with it. */
export const duration: WordReader = { kind: 'word', read: (text) => ({ value: text.toLowerCase() }) };

/** Behind `--since`. */
export function option(name: string): WordReader {
  return { kind: 'option', option: `--${name}`, read: (text) => ({ value: text }) };
}

/** `--private`. */
export function flag(name: string): WordReader {
  return { kind: 'flag', option: `--${name}`, read: () => ({ value: true }) };
}

/** Behind `--components`: several with commas between them. */
export function listOption(name: string): WordReader {
  return { kind: 'option', option: `--${name}`, read: (text) => ({ value: text.split(',').filter(Boolean) }) };
}

/** Date and time in one word, by the clock of the playbook. */
export const momentWord: WordReader = {
  kind: 'word',
  shown: () => '2026-11-25T22:00',
  example: verbatim('2026-11-25T22:00'),
  read: (text, { playbook }) => {
    const at = readMoment(text, playbook.team.zone);
    return at && { value: at.toISOString() };
  },
};

/** Date and time, all that is left, by the clock of the playbook. */
export const momentRest: WordReader = {
  kind: 'rest',
  shown: () => '2026-11-25 15:00',
  example: verbatim('2026-11-25 15:00'),
  read: (text, { playbook }) => {
    const { zone } = playbook.team;
    const at = readMoment(text, zone);
    if (at) return { value: at.toISOString() };
    // Whose clock it is by, no example can tell.
    throw new UserError(
      'bad_moment',
      worded(({ grammar }) => grammar.isNoTimeHereWrite(text.slice(0, 60), zone)),
    );
  },
};

/** `to=20 reason=too many for one`, all that is left: a value goes on until the next `key=`. */
export const pairs: WordReader = {
  kind: 'rest',
  shown: (language) => pick(PAIRS_SHOWN, language),
  example: verbatim('to=20'),
  read: (text) => {
    const keys = [...text.matchAll(/(?<=^|\s)([A-Za-z][\w-]*)=/g)];
    if (keys[0]?.index !== 0) return undefined;
    const entries = keys.map(({ 0: found, 1: key = '', index }, at) => [key, text.slice(index + found.length, keys[at + 1]?.index).trim()]);
    return { value: Object.fromEntries(entries) };
  },
};
