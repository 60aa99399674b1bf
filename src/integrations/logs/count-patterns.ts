import { createContext, Script } from 'node:vm';

/** Longer lines are looked at up to here. */
const LINE_MAX = 2_000;
/** Lines tried at once: everything else in the process waits meanwhile. */
const SLICE = 500;
const SLICE_MS = 250;
/** So long may one pattern take over all lines of a log. */
const PATTERN_MS = 1_000;
const SAMPLES = 3;

export interface PatternCount {
  lines: number;
  /** The newest ones. */
  samples: string[];
  /** The pattern took too long. */
  stopped: boolean;
}

/** Inside its own world, so that what it leaves behind (`RegExp.$1`) and how long it takes is nobody else's business. */
const MATCHER = new Script(`{
  const pattern = new RegExp(source);
  found = JSON.stringify(JSON.parse(lines).flatMap((line, index) => (pattern.test(line) ? [index] : [])));
}`);

/**
 * How many of these lines fit each pattern, and the last three that do. A pattern comes from the playbook and may be as bad as patterns can
 * be: it runs under a time limit, which ends it in the middle of a line, because one that backtracks without end would stop the process.
 */
export async function countPatterns(lines: readonly string[], patterns: readonly string[]): Promise<PatternCount[]> {
  const slices = Array.from({ length: Math.ceil(lines.length / SLICE) }, (_, index) =>
    lines.slice(index * SLICE, (index + 1) * SLICE).map((line) => line.slice(0, LINE_MAX)),
  );
  const counts: PatternCount[] = [];
  for (const pattern of patterns) counts.push(await countPattern(slices, pattern));
  return counts;
}

async function countPattern(slices: readonly (readonly string[])[], source: string): Promise<PatternCount> {
  const count: PatternCount = { lines: 0, samples: [], stopped: false };
  const context = createContext({ source, lines: '[]', found: '[]' });
  let leftMs = PATTERN_MS;
  for (const slice of slices) {
    context.lines = JSON.stringify(slice);
    const begunMs = performance.now();
    try {
      MATCHER.runInContext(context, { timeout: Math.max(1, Math.min(SLICE_MS, Math.ceil(leftMs))) });
    } catch {
      return { ...count, stopped: true };
    }
    leftMs -= performance.now() - begunMs;
    const found = JSON.parse(String(context.found)) as number[];
    count.lines += found.length;
    count.samples = [...count.samples, ...found.slice(-SAMPLES).map((index) => slice[index] ?? '')].slice(-SAMPLES);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return count;
}
