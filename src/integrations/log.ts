import { type Level, pino } from 'pino';
import type { Log } from '../domain/ports/log.ts';
import { beginningOf, cut, loggable } from './loggable.ts';
import { createMask } from './mask.ts';

export interface LogOptions {
  level: Level | 'silent';
  /** Hidden wherever they would appear in a line. */
  secrets?: readonly string[];
  /** Where lines go; standard output without it. */
  out?: { write(line: string): unknown };
}

/** No line is longer, in bytes: what collects logs cuts or drops longer ones, and nobody reads them. */
const LONGEST_LINE = 16_384;

/** For the level, the time and the braces. */
const FRAME = 500;
const LONGEST_MESSAGE = 2_000;

/**
 * One JSON object a line, of at most 16 kB; what is cut says so. Errors are written under whatever name they have, with their stack and causes and
 * never with what libraries attach to them (see `loggable`). Masking looks at what is cut before it is, and at the finished line, so that no field, stack or address is forgotten.
 */
export function createLog({ level, secrets = [], out = process.stdout }: LogOptions): Log {
  const mask = createMask(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // They are plain by then.
      serializers: { err: (plain: unknown) => plain },
      hooks: {
        logMethod([fields, message], method) {
          const line = bounded(fields, message, mask);
          method.apply(this, [line.fields, line.message]);
        },
      },
    },
    { write: (line: string) => void out.write(mask(line)) },
  );
}

/** What is logged, with less and less room for it until it fits. */
function bounded(fields: unknown, message: unknown, mask: (text: string) => string): { fields: object; message: string } {
  for (let left = LONGEST_LINE; ; left = Math.floor(left / 2)) {
    const room = { left, mask };
    const text = cut(String(message ?? ''), LONGEST_MESSAGE, room);
    const plain = loggable(fields, room);
    const object = typeof plain === 'object' && plain !== null ? plain : { value: plain };
    // Few lines come near it; only those are measured.
    const used = left - room.left;
    if (used < LONGEST_LINE / 8 || Buffer.byteLength(JSON.stringify([object, text])) + FRAME <= LONGEST_LINE)
      return { fields: object, message: text };
    if (left < FRAME) return { fields: { cut: true }, message: beginningOf(text, FRAME, mask) };
  }
}
