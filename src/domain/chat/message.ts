/**
 * A message for a chat. `text` is the plain fallback (notifications, screen readers) and is never empty;
 * `blocks` is Block Kit (https://docs.slack.dev/reference/block-kit/blocks), made by the presenters in bot/.
 */
export interface ChatMessage {
  text: string;
  blocks?: ChatBlock[];
}

/** One Block Kit block. Its inside is the presenters' business; everything else passes it on unread. */
export interface ChatBlock {
  type: string;
  [field: string]: unknown;
}

/** A modal or App Home view (https://docs.slack.dev/reference/views). */
export interface ChatView {
  type: 'modal' | 'home';
  [field: string]: unknown;
}
