import { isMap, isSeq, parseDocument } from 'yaml';

/**
 * The manifest (Socket Mode) as Slack wants it for HTTP: the same app, with `url` where commands, clicks and events go and Socket Mode off.
 * Comments stay. Throws when `url` is no https address, since Slack takes no other.
 */
export function httpManifest(manifest: string, url: string): string {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new Error(`found ${JSON.stringify(url)}; wanted the https address of Bongsu, such as https://bongsu.example.com`);
  const requestUrl = `${url.replace(/\/+$/, '')}/slack/events`;
  // What stands at the top speaks of the other variant.
  const document = parseDocument(manifest.replace(/^(#.*\n)+/, ''));
  const commands = document.getIn(['features', 'slash_commands']);
  if (isSeq(commands)) for (const command of commands.items) if (isMap(command)) command.set('url', requestUrl);
  document.setIn(['settings', 'interactivity', 'request_url'], requestUrl);
  if (document.hasIn(['settings', 'event_subscriptions'])) document.setIn(['settings', 'event_subscriptions', 'request_url'], requestUrl);
  document.setIn(['settings', 'socket_mode_enabled'], false);
  document.commentBefore = ` The Slack app of Bongsu, HTTP variant for ${url}.\n Format: https://docs.slack.dev/reference/app-manifest`;
  return document.toString({ lineWidth: 0 });
}
