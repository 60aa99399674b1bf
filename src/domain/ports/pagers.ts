import type { Language } from '../language/bilingual.ts';

/** Somebody who can be reached; what is absent cannot be used. */
export interface Contact {
  name: string;
  /** Slack user id. */
  slack: string;
  email?: string;
  /** International form, `+8210…`. */
  phone?: string;
}

/** What a page says, whatever carries it. */
export interface PageNotice {
  /** The same for every try of the same page and attempt: a vendor that knows keys drops doubles by it. */
  key: string;
  incidentId: number;
  title: string;
  severity: 'sev1' | 'sev2' | 'sev3';
  level: 'L1' | 'L2' | 'operations';
  /** 1 for the first. */
  attempt: number;
  /** One line: of a mail, or of an alert among others. */
  subject: string;
  /** Plain text of the whole page; where to go is in it. */
  text: string;
  /** One sentence of at most 160 characters, for SMS and for being read aloud. */
  short: string;
  /** Of all three. */
  language: Language;
}

/** A way to page people besides Slack. Rejects with TransientError or PermanentError; either way the next way is tried at once. */
export interface PagerChannel {
  readonly name: string;
  /** Whether it wakes a sleeper: it rings, whatever Do Not Disturb says. */
  readonly wakes: boolean;
  /** Whether others than the person paged can read it on the other side: a private incident is told nothing there. */
  readonly shared: boolean;
  /** Whether this person can be reached so (an address is known). */
  reaches(contact: Contact): boolean;
  send(notice: PageNotice, contact: Contact): Promise<{ reference?: string }>;
  /** Tells a vendor that keeps a state of its own (PagerDuty) that somebody has it (at `level`; absent: at all of them), or that it is over. */
  settle?(input: { incidentId: number; outcome: 'acknowledged' | 'resolved'; level?: PageNotice['level']; by: string }): Promise<void>;
}
