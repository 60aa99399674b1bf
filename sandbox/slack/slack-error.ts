/** A refusal in Slack's own word; the front turns it into `{ ok: false, error }`. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  constructor(
    /** One of the errors that the method's page lists. */
    readonly code: string,
    /** More fields of the reply, such as `needed` and `provided`. */
    readonly fields: Record<string, unknown> = {},
  ) {
    super(code);
  }
}
