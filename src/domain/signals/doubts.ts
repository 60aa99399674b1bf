import { z } from 'zod';

/** What an answer may have only some of. */
const PIECES = [
  'brokers',
  'partitions',
  'groups',
  'series',
  'nodes',
  'replicas',
  'sessions',
  'files',
  'folders',
  'classes',
  'queues',
] as const;
export type Piece = (typeof PIECES)[number];

/** What a reader stops at when there is too much of it. */
const COUNTED = ['lines', 'bytes', 'commands', 'files'] as const;
export type Counted = (typeof COUNTED)[number];

/** Why an answer is less than the whole one: a code with data, worded when it is shown. Survives JSON. */
export const doubtSchema = z.discriminatedUnion('code', [
  /** The source says itself that something is missing; `words` are its own, masked and bounded. */
  z.strictObject({ code: z.literal('partial'), words: z.array(z.string().max(400)).max(5) }),
  /** Of several that belong together only some came. */
  z.strictObject({ code: z.literal('some'), of: z.enum(PIECES), came: z.number().min(0), all: z.number().min(0) }),
  /** There was more than was looked at: what is counted is the least that it can be. `most` is where it stopped. */
  z.strictObject({ code: z.literal('cut'), of: z.enum(COUNTED), most: z.number().min(0) }),
  /** The source has not heard from what it tells of for so long. */
  z.strictObject({ code: z.literal('cut-off'), forMs: z.number().min(0).optional() }),
  /** Counted over less than the time that was meant, because the counting began in it. */
  z.strictObject({ code: z.literal('begun'), overMs: z.number().min(0), ofMs: z.number().min(0) }),
  /** Older than it may be; `value` is what it said then, in the signal's unit. */
  z.strictObject({ code: z.literal('stale'), ageMs: z.number().min(0), value: z.number() }),
]);

export type Doubt = z.output<typeof doubtSchema>;

/** Something that may be less than the whole; whole when `doubts` is absent or empty. */
export interface Doubtful {
  doubts?: readonly Doubt[];
}

export function isWhole({ doubts }: Doubtful): boolean {
  return doubts === undefined || doubts.length === 0;
}

/** Nobody reads more than this at 3 a.m. */
const MOST = 4;

/** What several answers doubt together, each once; spread it into what is made of them. */
export function doubtsOf(...answers: readonly Doubtful[]): Doubtful {
  const each = new Map(answers.flatMap(({ doubts = [] }) => doubts.map((doubt) => [JSON.stringify(doubt), doubt] as const)));
  return each.size === 0 ? {} : { doubts: [...each.values()].slice(0, MOST) };
}
