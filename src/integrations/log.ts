import { type Level, pino, stdSerializers } from 'pino';
import type { Log } from '../domain/ports.ts';
import { createMask } from './mask.ts';

export interface LogOptions {
  level: Level | 'silent';
  /** Hidden wherever they would appear in a line. */
  secrets?: readonly string[];
  /** Where lines go; standard output without it. */
  out?: { write(line: string): unknown };
}

/**
 * One JSON object a line. Errors under `err` or `error` are written with their stack and causes. Masking looks at the finished line, so that
 * no field, stack or address is forgotten.
 */
export function createLog({ level, secrets = [], out = process.stdout }: LogOptions): Log {
  const mask = createMask(secrets);
  const { errWithCause } = stdSerializers;
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errWithCause, error: errWithCause },
    },
    { write: (line: string) => void out.write(mask(line)) },
  );
}
