/**
 * Text as somebody wrote it, from text that Slack escaped, once
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping). `&amp;` last: `&amp;lt;` is `&lt;` as it was typed.
 */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
