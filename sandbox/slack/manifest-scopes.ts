import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** The bot scopes that an app manifest asks for. Throws when the file is no manifest. */
export function manifestScopes(path: string): ReadonlySet<string> {
  return new Set(manifestSchema.parse(parse(readFileSync(path, 'utf8'))).oauth_config.scopes.bot);
}
