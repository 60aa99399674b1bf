import type { z } from 'zod';
import type { Bilingual } from '../../domain/language/bilingual.ts';

/** What a variable of the environment may hold. */
export interface Shape<T> {
  /** From what was written; refuses in words that complete "wanted …". */
  readonly schema: z.ZodType<T>;
  readonly wanted: string;
  /** Never shown, and may be given as NAME_FILE. An address is among them for the password that it may carry. */
  readonly secret: boolean;
  /** What of a secret may be shown in a complaint, since it tells one kind of secret from another. */
  readonly telling?: RegExp;
}

/** One variable of the environment. */
export interface Variable<T = unknown> {
  readonly shape: Shape<T>;
  /** What it is, in one line of Markdown, as docs/reference shows it (links are seen from there). */
  readonly said: Bilingual;
  /** A value that it takes, as it would be written; what tries every vendor alike is set up by it. */
  readonly example: string;
  /** What counts when nothing is written. */
  readonly usual?: string;
  /** Nothing starts without it. */
  readonly required?: true;
  /** How `npm run init` asks for it. */
  readonly asked?: Asked;
}

export interface Asked {
  /** The name of its answer in an answers file. */
  key: string;
  text: string;
  /** What happens when nothing is answered; without it an answer is needed. */
  otherwise?: string;
  /** Not shown while it is typed. */
  secret?: true;
}

type Variables = Readonly<Record<string, Variable>>;

/** What was read: a variable that may be absent is undefined then, those that the account `needs` are there. */
type Read<V extends Variables, Needed extends keyof V> = {
  [Name in keyof V]: V[Name] extends Variable<infer T>
    ? V[Name] extends { usual: string } | { required: true }
      ? T
      : Name extends Needed
        ? T
        : T | undefined
    : never;
};

/** What the environment says about one outside thing: the variables that set it up, and what they make together. */
export interface Account<Settings = unknown> {
  /** As people write it. */
  readonly title: string;
  readonly variables: Variables;
  /** It is set up by these: all of them or none. Empty: it always is. */
  readonly needs: readonly string[];
  /** Useless one without the other. */
  readonly pairs: readonly (readonly string[])[];
  /** At least one of these; the first is asked for when none is there. */
  readonly oneOf: OneOf | undefined;
  /** A variable that says something about others only. */
  readonly about: Readonly<Record<string, readonly string[]>>;
  /** From values that were read; undefined when it is not set up. */
  settingsOf(values: Readonly<Record<string, unknown>>): Settings | undefined;
}

interface OneOf<Name extends string = string> {
  names: readonly [Name, ...Name[]];
  /** What may be set instead of the first, in words that complete "wanted …, or …". */
  otherwise: string;
}

interface Declared<V extends Variables, Needed extends keyof V & string, Settings> {
  title: string;
  variables: V;
  needs?: readonly Needed[];
  pairs?: readonly (readonly (keyof V & string)[])[];
  oneOf?: OneOf<keyof V & string>;
  about?: { [Name in keyof V & string]?: readonly (keyof V & string)[] };
  settings(values: Read<V, Needed>): Settings;
}

export function account<V extends Variables, Settings, Needed extends keyof V & string = never>({
  title,
  variables,
  needs = [],
  pairs = [],
  oneOf,
  about = {},
  settings,
}: Declared<V, Needed, Settings>): Account<Settings> {
  return {
    title,
    variables,
    needs,
    pairs,
    oneOf,
    about: about as Record<string, readonly string[]>,
    settingsOf: (values) => (needs.every((name) => values[name] !== undefined) ? settings(values as Read<V, Needed>) : undefined),
  };
}

/** For what needs nothing of the environment. */
export const NO_ACCOUNT = account({ title: '', variables: {}, settings: () => ({}) });

/** What sets it up, for whoever has to: `A, B and C`. */
export function variablesOf({ needs, variables }: Pick<Account, 'needs' | 'variables'>): string {
  const names = needs.length > 0 ? needs : Object.keys(variables);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The variables that say where it is, besides those that set it up; for whoever must look why it does not answer. */
export function placesOf({ variables }: Pick<Account, 'variables'>): string[] {
  return Object.entries(variables).flatMap(([name, { usual }]) => (usual !== undefined && /^https?:/.test(usual) ? [name] : []));
}

/** Values that the whole account takes, as they would be written. */
export function examplesOf({ variables }: Pick<Account, 'variables'>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, { example }]) => [name, example]));
}
