import { isMap, isSeq, parseDocument } from 'yaml';

/** The manifest with another slash command, for workspaces where /incident belongs to another app. Throws when `command` is none that Slack takes. */
export function renamedCommand(manifest: string, command: string): string {
  // https://docs.slack.dev/reference/app-manifest: at most 32 characters.
  if (!/^\/[a-z0-9_-]{1,31}$/.test(command))
    throw new Error(`found ${JSON.stringify(command)}; wanted a slash command such as /bongsu: lower-case letters, digits, - and _`);
  const document = parseDocument(manifest);
  const commands = document.getIn(['features', 'slash_commands']);
  const [first] = isSeq(commands) ? commands.items : [];
  if (isMap(first)) first.set('command', command);
  return document.toString({ lineWidth: 0 });
}
