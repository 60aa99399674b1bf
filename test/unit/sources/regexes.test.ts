import { join } from 'node:path';
import { regexesIn, SHAPES, type Shape, workMs } from '../../support/docs/regexes.ts';

/**
 * Every regular expression of ours, whatever text it meets today: with any of the hostile shapes its work grows as the text does, so that no text stops the
 * process. A pattern that cannot be so is not written: cut first, then match, or read it by hand.
 */
const SRC = join(import.meta.dirname, '../../../src');
const { literals, made } = regexesIn(SRC);
const expressions = new Map(literals.map((found) => [`/${found.pattern}/${found.flags}`, found]));

const SHORT = 1_000;
const TIMES = 4;
/** What is linear is done with a short text long before. */
const HOPELESS_MS = 100;
/** Shorter work tells nothing: the same text takes twice as long the next time. */
const UNMEASURED_MS = 1;
const MEGABYTE = 1_000_000;
/** A hundred times what it takes at most, and a tenth of what one takes that is not linear. */
const MEGABYTE_MS = 5_000;

const texts = SHAPES.map((shape) => shape(SHORT));

/** As people look for it everywhere in a text, which is the most work. */
function everywhere({ pattern, flags }: { pattern: string; flags: string }): RegExp {
  return new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`);
}

const least = (times: number, measure: () => number): number => Math.min(...Array.from({ length: times }, measure));

/** The shape that costs it most, by the work for a short text, and that work. */
function worst(expression: RegExp): { shape: Shape; ms: number } {
  let ms = 0;
  let at = 0;
  for (const [index, text] of texts.entries()) {
    if (workMs(expression, text) <= ms) continue;
    // What else the process did meanwhile counts for none of them.
    const alone = least(3, () => workMs(expression, text));
    if (alone > ms) [ms, at] = [alone, index];
    if (ms > HOPELESS_MS) break;
  }
  return { shape: SHAPES[at] ?? (() => ''), ms };
}

it('met-K5: finds the expressions of all sources', () => {
  expect(expressions.size).toBeGreaterThan(200);
});

it.each([...expressions.keys()])('met-K5: %s is linear', (name) => {
  const found = expressions.get(name);
  const expression = everywhere(found ?? { pattern: '', flags: '' });
  const { shape, ms } = worst(expression);
  expect(ms).toBeLessThan(HOPELESS_MS);
  const [short, long] = [shape(SHORT * TIMES), shape(SHORT * TIMES * TIMES)];
  const one = least(3, () => workMs(expression, short));
  // Quadratic work grows sixteen times where linear work grows four times.
  if (one > UNMEASURED_MS) expect(least(3, () => workMs(expression, long)) / one).toBeLessThan(2.5 * TIMES);
  expect(workMs(expression, shape(MEGABYTE))).toBeLessThan(MEGABYTE_MS);
});

it('met-K5: what is made of text is made of the playbook or of constants, in these files only', () => {
  expect(made.map((file) => file.slice(SRC.length + 1)).sort()).toEqual(
    [
      'domain/alerts/judge-alert.ts',
      'domain/foreign/moment.ts',
      'domain/foreign/path.ts',
      'domain/masking/mask-log-line.ts',
      'domain/playbook/alerts-schema.ts',
      'domain/playbook/analysis-schema.ts',
      'domain/social/length.ts',
      'integrations/logs/find-files.ts',
      'integrations/reach.ts',
    ].sort(),
  );
});
