import { closest } from 'fastest-levenshtein';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { SignalSpec } from '../../domain/playbook/schema.ts';
import type { Doubtful } from '../../domain/signals/doubts.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { worded } from '../../languages/worded.ts';
import { badQuery, parseCall, type Written } from './call-expression.ts';
import type { Counters } from './counters.ts';

/** One argument of a reading. */
export interface Argument<T> {
  /** As it stands in the usage when it may be left out: its default, or `…`. Absent: it must be given. */
  readonly fallback?: string;
  /** The value of what was written, or what was wanted instead. */
  read(text: string | undefined): { value: T } | { wanted: Bilingual };
}

export const text: Argument<string> = {
  read: (written) => (written ? { value: written } : { wanted: worded(({ evidence }) => evidence.aName) }),
};

export const optionalText: Argument<string | undefined> = {
  fallback: '…',
  read: (written) => ({ value: written || undefined }),
};

/** In milliseconds. */
export const duration = (fallback?: string): Argument<number> => ({
  ...(fallback !== undefined && { fallback }),
  read: (written = fallback ?? '') => {
    const value = parseDuration(written);
    return value ? { value } : { wanted: worded(({ evidence }) => evidence.aDurationSuchAs10ms1sOr5m) };
  },
});

export const optionalChoice = <Option extends string>(options: readonly Option[]): Argument<Option | undefined> => ({
  fallback: '…',
  read: (written) => {
    const value = options.find((option) => option === written);
    return value !== undefined || written === undefined ? { value } : { wanted: worded(({ evidence }) => evidence.oneOf(options)) };
  },
});

type Arguments = Record<string, Argument<unknown>>;
type Values<Given extends Arguments> = { [Name in keyof Given]: Given[Name] extends Argument<infer Value> ? Value : never };

/** When a reading is taken, and what earlier ones of the same query counted. */
export interface Moment {
  at: Date;
  counters: Counters;
}

/** What a reading gives: a number in its unit, one with what it lacks, or nothing. */
export type Measured = number | ({ value: number } & Doubtful) | undefined;

interface Spec<Connection, Given extends Arguments> {
  name: string;
  /** In the order in which they are written. */
  arguments?: Given;
  unit: SignalSpec['unit'];
  /** One sentence for people who choose a signal; what it is when there is nothing to measure belongs into it. */
  doc: string;
  /** The value in the unit; undefined when there is none. */
  read(connection: Connection, args: Values<Given>, moment: Moment): Promise<Measured>;
}

/** What a source that knows only the present can be asked. */
export interface ReadingKind<Connection> {
  readonly name: string;
  /** As it is written in a playbook, optional arguments with their defaults: `slowlog(threshold, window=1m)`. */
  readonly usage: string;
  readonly unit: SignalSpec['unit'];
  readonly doc: string;
  /** Throws PermanentError `bad_query` when the arguments do not fit. */
  bind(query: string, args: readonly Written[]): (connection: Connection, moment: Moment) => Promise<Measured>;
}

/** Makes the entries of one source's table. */
export function readingOf<Connection>() {
  return <Given extends Arguments = Record<never, never>>(spec: Spec<Connection, Given>): ReadingKind<Connection> => {
    const given = Object.entries(spec.arguments ?? {});
    const shown = given.map(([name, { fallback }]) => (fallback === undefined ? name : `${name}=${fallback}`));
    const usage = given.length === 0 ? spec.name : `${spec.name}(${shown.join(', ')})`;
    return {
      name: spec.name,
      usage,
      unit: spec.unit,
      doc: spec.doc,
      bind(query, args) {
        if (args.length > given.length)
          throw badQuery(
            query,
            worded(({ evidence }) => evidence.hasArgumentsTakesNone(args.length, usage, given.length)),
          );
        const placed = placedIn(
          query,
          args,
          given.map(([name]) => name),
        );
        const values = given.map(([name, argument]) => {
          const written = placed.get(name);
          if (written === undefined && argument.fallback === undefined)
            throw badQuery(
              query,
              worded(({ evidence }) => evidence.lacksWrite(name, usage)),
            );
          const found = argument.read(written);
          if ('wanted' in found)
            throw badQuery(
              query,
              worded(({ evidence }, language) => evidence.needsForFound(pick(found.wanted, language), name, written)),
            );
          return [name, found.value] as const;
        });
        return (connection, moment) => spec.read(connection, Object.fromEntries(values) as Values<Given>, moment);
      },
    };
  };
}

/** What was written for each argument, by its name or else by its place. Throws PermanentError `bad_query`. */
function placedIn(query: string, args: readonly Written[], names: readonly string[]): Map<string, string> {
  const placed = new Map<string, string>();
  for (const [index, { text: whole, named }] of args.entries()) {
    const isNamed = named !== undefined && names.includes(named.name);
    const name = isNamed ? named.name : (names[index] ?? '');
    if (placed.has(name))
      throw badQuery(
        query,
        worded(({ evidence }) => evidence.saysTwice(name)),
      );
    placed.set(name, isNamed ? named.value : whole);
  }
  return placed;
}

/** What a query asks. Throws PermanentError `bad_query` that names the nearest reading and all there are. */
export function findReading<Connection>(
  table: readonly ReadingKind<Connection>[],
  query: string,
): { kind: ReadingKind<Connection>; read: (connection: Connection, moment: Moment) => Promise<Measured> } {
  const { name, args } = parseCall(query);
  const kind = table.find((one) => one.name === name);
  if (kind) return { kind, read: kind.bind(query, args) };
  const names = table.map((one) => one.name);
  const near = closest(name, names);
  throw badQuery(
    query,
    worded(({ evidence }) => evidence.asksForWhichIsNotKnown(name, near, names)),
  );
}
