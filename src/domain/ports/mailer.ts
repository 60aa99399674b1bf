export interface Mail {
  /** Becomes part of the Message-ID, so that mail programs fold doubles. */
  key: string;
  to: readonly string[];
  subject: string;
  text: string;
  /** An iCalendar object sent as a calendar part (RFC 6047). */
  calendar?: { method: 'REQUEST' | 'CANCEL'; ics: string };
  /** Where one POST ends it (RFC 8058). */
  unsubscribeUrl?: string;
}

/** Sends mail. PermanentError `not_configured` when nobody set it up. */
export interface Mailer {
  /** The address mail comes from, and so the organizer of invitations; absent when nobody set it up. */
  readonly from?: string;
  send(mail: Mail): Promise<void>;
  /** For many mails one after the other, over connections that stay open until it is closed. */
  batch(options: { connections: number }): MailBatch;
}

export interface MailBatch {
  send(mail: Mail): Promise<void>;
  /** Lets go of the connections; what is under way is cut off. */
  close(): void;
}
