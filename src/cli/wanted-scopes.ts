import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { addScopes } from '../domain/chat/slack-advice.ts';
import { ROOT } from '../root.ts';

const scopes = z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) });
const manifest = z.object({ oauth_config: z.object({ scopes }) });

/** Scopes of the bot token that manifest.yml asks for; without one of these something does not work. */
export function wantedScopes(): string[] {
  return scopesOf().bot;
}

/** Those that may be left out at the installation: what they are for is done without. */
export function optionalScopes(): string[] {
  return scopesOf().bot_optional;
}

function scopesOf(): z.output<typeof scopes> {
  return manifest.parse(parse(readFileSync(new URL('manifest.yml', ROOT), 'utf8'))).oauth_config.scopes;
}

/** What to do when a token lacks scopes. */
export function missingScopesText(missing: readonly string[]): string {
  return `missing ${missing.join(', ')}: ${addScopes('them')}`;
}
