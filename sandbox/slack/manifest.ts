import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  features: z.object({ app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).optional() }).optional(),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional() }).optional(),
});

/** What an app may do in the workspace, by its manifest. */
export interface Permissions {
  /** Scopes of the bot token; whoever installs the app here grants the optional ones too. */
  scopes: ReadonlySet<string>;
  /** Events that Slack sends it. */
  events: ReadonlySet<string>;
  homeTab: boolean;
}

/** The last manifest, which every workspace of a process may begin with. */
let last: { text: string; permissions: Permissions } | undefined;

/** Reads an app manifest (https://docs.slack.dev/reference/app-manifest). Throws when the file is none. */
export function readManifest(path: string): Permissions {
  const text = readFileSync(path, 'utf8');
  if (last?.text !== text) last = { text, permissions: permissionsIn(text) };
  return last.permissions;
}

function permissionsIn(text: string): Permissions {
  const { features, oauth_config: oauth, settings } = manifestSchema.parse(parse(text));
  return {
    scopes: new Set([...oauth.scopes.bot, ...oauth.scopes.bot_optional]),
    events: new Set(settings?.event_subscriptions?.bot_events),
    homeTab: features?.app_home?.home_tab_enabled ?? false,
  };
}
