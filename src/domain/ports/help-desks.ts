/** What customer support puts into an answer with one press, while an incident is under way. */
export interface Macro {
  /** Nobody else's; it stands in the title, and knows ours again. */
  marker: string;
  /** As those who answer find it, without the marker. */
  title: string;
  /** Plain text, in parts. */
  paragraphs: readonly string[];
}

/**
 * A help desk that keeps the guide for customer support. Everything rejects with TransientError for what passes, and with PermanentError: `http_401` and `http_403` when we may not, `http_404` when it is gone, `http_422` with the
 * vendor's own words.
 */
export interface HelpDesk {
  /** As playbooks write it. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** Looks for one that we created before. */
  find(macro: Pick<Macro, 'marker'>): Promise<{ id: string } | undefined>;
  create(macro: Macro): Promise<{ id: string }>;
  /** Other words in its place; it can be used again. */
  change(id: string, macro: Macro): Promise<void>;
  /** Nobody can use it any more. */
  retire(id: string): Promise<void>;
}
