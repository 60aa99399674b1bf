import type { Bilingual } from './playbook/schema.ts';
import { type Said, saidIn } from './said.ts';

/** The three kinds of failure (style.md): anything else that is thrown is a bug. */

/** Somebody asked for something that cannot be done; `said` says what to do instead, in every language; `message` is its English. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Slack user ids that the message mentions on purpose, as `<@U…>`; any other mention in it is shown as text. */
  readonly people: readonly string[];
  constructor(
    readonly code: string,
    readonly said: Bilingual,
    options?: ErrorOptions & { people?: readonly string[] },
  ) {
    super(said.en, options);
    this.people = options?.people ?? [];
  }
}

/** The same on a terminal, or to a program that sent something: in English only, and never shown in a chat. */
export class OperatorError extends UserError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, { en: message, ko: message }, options);
  }
}

/**
 * Worth trying again. `retryAfterMs` is what the other side asked for, if it did; `code` is its own word (`ratelimited`, `timeout`, …). `said` is what people see,
 * in every language where the words are ours; `message` is its English.
 */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly retryAfterMs: number | undefined;
  constructor(
    readonly code: string,
    readonly said: Said,
    options?: ErrorOptions & { retryAfterMs?: number },
  ) {
    super(saidIn(said, 'en'), options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** Trying again would fail in the same way; shown to people, never retried. `code` is the other side's word (`missing_scope`, `name_taken`, …). */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  constructor(
    readonly code: string,
    readonly said: Said,
    options?: ErrorOptions,
  ) {
    super(saidIn(said, 'en'), options);
  }
}

/** The stable word of an error of ours, or `unexpected` for a bug. */
export function errorCode(error: unknown): string {
  return error instanceof UserError || error instanceof TransientError || error instanceof PermanentError ? error.code : 'unexpected';
}

/** What people are told of anything that was thrown, as far as it has words for them. */
export function errorSaid(error: unknown): Said {
  return error instanceof UserError || error instanceof TransientError || error instanceof PermanentError ? error.said : errorText(error);
}

/** The text of anything that was thrown, for logs and terminals. */
export function errorText(error: unknown): string {
  // By shape: what fetch and fs throw may come from another realm, where `instanceof Error` is false.
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
