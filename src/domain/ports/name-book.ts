import type { Names } from '../chat/typed-text.ts';

/** Knows people and channels by the names that others read, where Slack sent only their ids. */
export interface NameBook {
  /** The names of those that a typed text leaves without, as far as they are known soon enough for an answer in time; never rejects. */
  namesIn(text: string): Promise<Names>;
}
