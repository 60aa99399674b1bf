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

type Labels = Required<Pick<MetricsSource, 'labelValues'>>;

/** What a Prometheus has of what init knows. Rejects as the source does. */
export async function findFamilies(
  source: Labels,
  { of = FAMILIES, timeoutMs }: { of?: readonly Family[]; timeoutMs: number },
): Promise<{ names: number; found: FoundFamilies[] }> {
  const names = new Set(await source.labelValues({ label: '__name__', timeoutMs }));
  const there = of.filter(({ known }) => known.every((name) => names.has(name)));
  const keys = [...new Set(there.map(({ whose }) => whose.key))];
  const found: FoundFamilies[] = [];
  // One after the other: nobody waits long for it, and a small Prometheus has other things to do.
  for (const key of keys) found.push(await choicesOf(source, { families: there.filter(({ whose }) => whose.key === key), timeoutMs }));
  return { names: names.size, found };
}

async function choicesOf(
  source: Labels,
  { families, timeoutMs }: { families: readonly Family[]; timeoutMs: number },
): Promise<FoundFamilies> {
  const having = new Map<string, Family[]>();
  for (const family of families) {
    for (const value of await havingAll(source, family, timeoutMs)) having.set(value, [...(having.get(value) ?? []), family]);
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
async function havingAll(source: Labels, { known, whose }: Family, timeoutMs: number): Promise<string[]> {
  let all: string[] | undefined;
  for (const name of known) {
    const values = await source.labelValues({ label: whose.label, of: [`{__name__=${JSON.stringify(name)}}`], timeoutMs });
    all = all === undefined ? values : all.filter((value) => values.includes(value));
  }
  return (all ?? []).filter((value) => value !== '');
}

/** Label matchers for PromQL. */
export function matcher(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}
