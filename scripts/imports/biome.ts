import { lintRules } from './lint-rules.ts';

interface Biome {
  overrides: { linter: { rules: { style?: { noRestrictedImports?: unknown } } } }[];
}

/** `biome.json` with the rules of the table in place of those that are there. */
export function withLintRules(text: string): string {
  const biome = JSON.parse(text) as Biome;
  const others = biome.overrides.filter(({ linter }) => linter.rules.style?.noRestrictedImports === undefined);
  return `${JSON.stringify({ ...biome, overrides: [...others, ...lintRules()] }, null, 2)}\n`;
}
