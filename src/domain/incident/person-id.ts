/** Whether a name in a row is a Slack user, and not the bot or a source of alerts. */
export function isPersonId(id: string): boolean {
  return /^[UW][A-Z0-9]{2,30}$/.test(id);
}
