import type { Refusal } from './chat/refusals.ts';
import { type Said, saidIn } from './language/said.ts';
import { verbatim } from './language/verbatim.ts';
import { plainTold, plainWords, type Told } from './language/words.ts';

/** The three kinds of failure (style.md): anything else that is thrown is a bug. */

/**
 * Somebody asked for something that cannot be done; `said` says what to do instead, in every language; `message` is its English. `argument` is the one of the command that it
 * is about: a form says it beside the field.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly argument: string | undefined;
  constructor(
    readonly code: string,
    readonly said: Told,
    options?: ErrorOptions & { argument?: string },
  ) {
    super(plainWords(said.en), options);
    this.argument = options?.argument;
  }
}

/** The same on a terminal, or to a program that sent something: in English only, and never shown in a chat. */
export class OperatorError extends UserError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, verbatim(message), options);
  }
}

/**
 * Worth trying again. `retryAfterMs` is what the other side asked for, if it did; `code` is its own word (`ratelimited`, `timeout`, …). `said` is what people see,
 * in every language where the words are ours; `message` is its English.
 */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly retryAfterMs: number | undefined;
  /** What it says names the variable or the place in the playbook to check. */
  readonly namesAddress: boolean;
  constructor(
    readonly code: string,
    readonly said: Said,
    options?: ErrorOptions & { retryAfterMs?: number; namesAddress?: true },
  ) {
    super(saidIn(said, 'en'), options);
    this.retryAfterMs = options?.retryAfterMs;
    this.namesAddress = options?.namesAddress ?? false;
  }
}

/**
 * Trying again would fail in the same way; shown to people, never retried. `code` is the other side's word (`missing_scope`, `name_taken`, …). One of Slack's
 * carries its `refusal`: what is about us or about a place is taken up again once that is mended.
 */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly refusal: Refusal | undefined;
  constructor(
    readonly code: string,
    readonly said: Said,
    options?: ErrorOptions & { refusal?: Refusal },
  ) {
    super(saidIn(said, 'en'), options);
    this.refusal = options?.refusal;
  }
}

/** What Slack's refusal speaks of; undefined for anything else that was thrown. */
export function refusalOf(error: unknown): Refusal | undefined {
  return error instanceof PermanentError ? error.refusal : undefined;
}

/** The stable word of an error of ours, or `unexpected` for a bug. */
export function errorCode(error: unknown): string {
  return error instanceof UserError || error instanceof TransientError || error instanceof PermanentError ? error.code : 'unexpected';
}

/** What people are told of anything that was thrown, as far as it has words for them. */
export function errorSaid(error: unknown): Said {
  if (error instanceof UserError) return plainTold(error.said);
  return error instanceof TransientError || error instanceof PermanentError ? error.said : errorText(error);
}

/** The text of anything that was thrown, for logs and terminals. */
export function errorText(error: unknown): string {
  // By shape: what fetch and fs throw may come from another realm, where `instanceof Error` is false.
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
