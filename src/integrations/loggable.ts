/** How much of one log line a value may take, in characters; what does not fit is cut where people see it. */
interface Room {
  left: number;
  /** Hides secrets. */
  mask: (text: string) => string;
}

/** Longer than any secret is written: so much more than is kept of a text is read, so that one which is cut in two is still known as one. */
const READ_BEYOND = 4_096;

const LONGEST_TEXT = 2_000;
const LONGEST_LIST = 50;
const DEEPEST = 5;
const FRAMES = 25;
const LONGEST_FRAME = 300;

/**
 * What of an error is written besides its kind, message, stack and causes: words and numbers that say where it broke. Everything else that libraries
 * attach to errors (a statement's parameters, a client with its keys, a response) stays out.
 */
const TOLD_OF_ERRORS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'status',
  'statusCode',
  'retryAfterMs',
  'severity',
  'constraint',
  'table',
  'column',
  'routine',
  'query',
  'step',
] as const;
const LONGEST_TOLD = 300;

/** A value as it may be logged: bounded, without class instances, every error in the same few words. Never throws. */
export function loggable(value: unknown, room: Room, depth = 0): unknown {
  if (typeof value === 'string') return cut(value, LONGEST_TEXT, room);
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value;
  if (typeof value !== 'object') return cut(String(value), LONGEST_TOLD, room);
  if (depth > DEEPEST) return '…';
  if (isError(value)) return errorShape(value, room, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return listShape(value, room, depth);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return loggable(toJSON.call(value), room, depth + 1);
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  const { name = 'Object' } = prototype?.constructor ?? {};
  // A socket, a client, a signal: never walked through. Plain objects may come from another realm.
  if (prototype !== null && name !== 'Object') return `[${name}]`;
  return objectShape(value, room, depth);
}

function listShape(list: readonly unknown[], room: Room, depth: number): unknown[] {
  const shown = list.slice(0, LONGEST_LIST).map((each) => loggable(each, room, depth + 1));
  return list.length > LONGEST_LIST ? [...shown, `… ${list.length - LONGEST_LIST} more`] : shown;
}

function objectShape(object: object, room: Room, depth: number): Record<string, unknown> {
  const entries = Object.entries(object);
  const shown = entries.slice(0, LONGEST_LIST).map(([key, each]) => [cut(key, LONGEST_TOLD, room), loggable(each, room, depth + 1)]);
  if (entries.length > LONGEST_LIST) shown.push(['…', `${entries.length - LONGEST_LIST} more`]);
  return Object.fromEntries(shown);
}

/** By shape: errors of sockets and of Jest's realms are no instances of ours. */
function isError(value: object): value is Error {
  const { message, stack } = value as Partial<Error>;
  return typeof message === 'string' && (value instanceof Error || typeof stack === 'string');
}

function errorShape(error: Error, room: Room, depth: number): Record<string, unknown> {
  const fields = error as unknown as Record<string, unknown>;
  const told: Record<string, unknown> = {};
  for (const field of TOLD_OF_ERRORS) {
    const each = fields[field];
    if (typeof each === 'number' || typeof each === 'boolean') told[field] = each;
    if (typeof each === 'string') told[field] = cut(each, LONGEST_TOLD, room);
  }
  const { errors, cause } = error as { errors?: unknown; cause?: unknown };
  return {
    type: cut(error.name || 'Error', LONGEST_TOLD, room),
    message: cut(error.message, LONGEST_TEXT, room),
    ...told,
    stack: framesOf(error, room),
    ...(Array.isArray(errors) && { errors: listShape(errors, room, depth) }),
    ...(cause !== undefined && { cause: loggable(cause, room, depth + 1) }),
  };
}

/** Where it was thrown; without the message, which stands at its beginning and has its own bounds. */
function framesOf({ stack, message }: Error, room: Room): string {
  if (typeof stack !== 'string') return '';
  const begin = stack.startsWith('    at ') ? 0 : stack.indexOf('\n    at ', stack.indexOf(message) + message.length);
  if (begin < 0) return '';
  const frames = beginningOf(stack.slice(begin), FRAMES * LONGEST_FRAME, room.mask).split('\n');
  return cut(
    frames
      .filter((line) => line.trim() !== '')
      .slice(0, FRAMES)
      .map((line) => beginningOf(line.trim(), LONGEST_FRAME, room.mask))
      .join('\n'),
    2 * LONGEST_TEXT,
    room,
  );
}

/** At most so many characters, and no more than there is room for. */
export function cut(text: string, longest: number, room: Room): string {
  const most = Math.max(0, Math.min(longest, room.left));
  const kept = text.length <= most ? text : `${beginningOf(text, most, room.mask)}… (${text.length - most} more characters)`;
  room.left -= Math.min(text.length, most);
  return kept;
}

/** At most so many characters, without the beginning of a secret at their end. What is kept whole is masked with its line. */
export function beginningOf(text: string, most: number, mask: (text: string) => string): string {
  if (text.length <= most) return text;
  if (most === 0) return '';
  const masked = mask(text.slice(0, most + READ_BEYOND));
  // Where the reading ended, a secret may have been cut in two.
  const sure = text.length <= most + READ_BEYOND ? masked.length : Math.max(0, masked.length - READ_BEYOND);
  return masked.slice(0, Math.min(most, sure));
}
