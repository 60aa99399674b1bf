import { lintRules } from './lint-rules.ts';

interface Biome {
  overrides: { linter: { rules: { style?: { noRestrictedImports?: unknown } } } }[];
}

/** `biome.json` with the rules of the table in place of those that are there. */
export function withLintRules(text: string): string {
  const biome = JSON.parse(text) as Biome;
  const others = biome.overrides.filter(({ linter }) => linter.rules.style?.noRestrictedImports === undefined);
  return `${written({ ...biome, overrides: [...others, ...lintRules()] }, 0)}\n`;
}

const WIDTH = 140;

/** JSON as Biome formats it: a list of words stands on one line where it fits. `at` is the column at which it begins. */
function written(value: unknown, depth: number, at = 0): string {
  const inside = '  '.repeat(depth + 1);
  const around = (brackets: string, parts: string[]) =>
    `${brackets[0]}\n${parts.map((part) => `${inside}${part}`).join(',\n')}\n${'  '.repeat(depth)}${brackets[1]}`;
  if (Array.isArray(value)) {
    const flat = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
    // The comma behind it counts.
    if (value.every((each) => typeof each === 'string') && at + flat.length < WIDTH) return flat;
    return around(
      '[]',
      value.map((each) => written(each, depth + 1, inside.length)),
    );
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return around(
    '{}',
    Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}: ${written(each, depth + 1, inside.length + JSON.stringify(key).length + 2)}`,
    ),
  );
}
