import type { MetricsSource } from '../../../domain/ports/metrics.ts';
import type { Family } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';
import type { Whose } from '../families/whose.ts';

/** Families that are there and are told apart by the same answer, and what that may be. */
export interface FoundFamilies {
  whose: Whose;
  families: readonly Family[];
  /** Values of the label, those that tell most of a service first; none where the series carry no such label. */
  choices: readonly string[];
  /** The only one that tells much. */
  likely?: string;
  /** The families that have each of the choices. */
  having: ReadonlyMap<string, readonly Family[]>;
}

/** What ended before is nobody's any more. */
const LATELY_MS = 86_400_000;

interface Asked {
  from: Date;
  timeoutMs: number;
}

type Labels = Required<Pick<MetricsSource, 'labelValues'>>;

/** What a Prometheus has of what init knows. Rejects as the source does. */
export async function findFamilies(
  source: Labels,
  { of = FAMILIES, now, timeoutMs }: { of?: readonly Family[]; now: Date; timeoutMs: number },
): Promise<{ names: number; found: FoundFamilies[] }> {
  const asked = { from: new Date(now.getTime() - LATELY_MS), timeoutMs };
  const names = new Set(await source.labelValues({ label: '__name__', ...asked }));
  const there = of.filter(({ known }) => known.every((name) => names.has(name)));
  const keys = [...new Set(there.map(({ whose }) => whose.key))];
  const found: FoundFamilies[] = [];
  // One after the other: nobody waits long for it, and a small Prometheus has other things to do.
  for (const key of keys) found.push(await choicesOf(source, { families: there.filter(({ whose }) => whose.key === key), asked }));
  return { names: names.size, found };
}

async function choicesOf(source: Labels, { families, asked }: { families: readonly Family[]; asked: Asked }): Promise<FoundFamilies> {
  const having = new Map<string, Family[]>();
  for (const family of families) {
    for (const value of await havingAll(source, family, asked)) having.set(value, [...(having.get(value) ?? []), family]);
  }
  const tellsMuch = (value: string): boolean => having.get(value)?.some(({ whose }) => whose.telling !== 'little') ?? false;
  const all = [...having.keys()].sort();
  const telling = all.filter(tellsMuch);
  const [first] = families;
  if (!first) throw new Error('no family to ask about');
  const [likely] = telling;
  return {
    whose: first.whose,
    families,
    choices: [...telling, ...all.filter((value) => !tellsMuch(value))],
    ...(telling.length === 1 && likely !== undefined && { likely }),
    having,
  };
}

/** Values of the label with which each of the family's names occurs: a program that has only some of them has another family. */
async function havingAll(source: Labels, { known, whose }: Family, asked: Asked): Promise<string[]> {
  let all: string[] | undefined;
  for (const name of known) {
    const values = await source.labelValues({ label: whose.label, of: [`{__name__=${JSON.stringify(name)}}`], ...asked });
    all = all === undefined ? values : all.filter((value) => values.includes(value));
  }
  return (all ?? []).filter((value) => value !== '');
}

/** Label matchers for PromQL. */
export function matcher(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}
