import type { Unreadable } from './unreadable.ts';

/** Why a door did not take something: it could not be read, or was not let in. */
export type RefusalCode = Unreadable['code'] | DoorCode;

/**
 * `too-large`: the body is; `media-type`: it says that it is no JSON; `quota`: its sender sends too much; `token`: the sender shows none, or another one;
 * `no-token`: none is set here; `not-stored`: the database did not take it.
 */
export type DoorCode = 'too-large' | 'media-type' | 'quota' | 'token' | 'no-token' | 'not-stored';

const OF_STRANGERS: readonly RefusalCode[] = ['token', 'no-token'];
/** Strangers lose nothing of ours here, and who was told that it is our fault sends again. */
const NO_LOSS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([...OF_STRANGERS, 'not-stored']);

/** Whether alerts of a sender that we know may be gone for good, so that people are told. */
export function isLoss(code: RefusalCode): boolean {
  return !NO_LOSS.has(code);
}

/** Whether nothing shows who it was. */
export function isStrangers(code: RefusalCode): boolean {
  return OF_STRANGERS.includes(code);
}

/** The codes that are no loss. */
export const HARMLESS: readonly RefusalCode[] = [...NO_LOSS];

/** What a door refused. */
export interface Refusal {
  /** The door: `alertmanager`, `kafka` … */
  source: string;
  /** Who it was, as far as that is known: a name that it gave, or its address. */
  sender: string;
  code: RefusalCode;
  /** Whole requests. */
  requests: number;
  /** Single alerts of requests that were taken otherwise. */
  alerts: number;
}
