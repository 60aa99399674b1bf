import { type ZodType, z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';

/**
 * What buttons and forms bring back. We wrote it, but it comes from outside: it is read as strictly as what somebody types, and names nothing that is not looked up like a name that
 * somebody types.
 */

/** Longer than any that we write; Slack takes 2,000 characters in a button and 3,000 in a form. */
const VALUE_MAX = 4_000;

/** Ids in the database are 32-bit integers. */
export const incidentNumber = z.int().min(1).max(2_147_483_647);

/** Reads what a form kept; throws UserError `unreadable_value` for what no form of ours sends. */
export function readSent<Value>(schema: ZodType<Value>, sent: string): Value {
  const read = schema.safeParse(parsed(sent));
  if (read.success) return read.data;
  throw unreadable();
}

export function unreadable(): UserError {
  return new UserError(
    'unreadable_value',
    worded(({ grammar }) => grammar.bongsuCannotTellWhatThisButtonOrFormIs),
  );
}

/** A button or form without a value says nothing, which is an empty object. */
export function parsed(text: string): unknown {
  if (text === '') return {};
  if (text.length > VALUE_MAX) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
