import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** Scopes of the bot token that manifest.yml asks for. */
export function wantedScopes(): string[] {
  return manifest.parse(parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8'))).oauth_config.scopes.bot;
}

/** What to do when a token lacks scopes. */
export function missingScopesText(missing: readonly string[]): string {
  return `missing ${missing.join(', ')}: add them under OAuth & Permissions → Bot Token Scopes and install the app again.`;
}
