/** One event on its way to one receiver, after the Standard Webhooks specification (https://www.standardwebhooks.com). */
export interface OutgoingWebhook {
  /** The same for every try, so that a receiver knows a double. */
  id: string;
  url: string;
  /** `whsec_…`, of this receiver alone. */
  secret: string;
  /** What is sent as JSON; `type` says what happened. */
  body: { type: string; timestamp: string; data: object };
}

/** The one sender of signed events. */
export interface Webhooks {
  /** Throws UserError `bad_webhook` for an address to which nothing is sent; asks nobody. */
  check(url: string): void;
  /** A secret for a new receiver. */
  secret(): string;
  /**
   * Resolves when the receiver has taken it (2xx). PermanentError with a refusal about a person when it wants nothing more (410), or `private_address` for one that is not on the
   * internet; TransientError for all else.
   */
  send(webhook: OutgoingWebhook): Promise<void>;
}
