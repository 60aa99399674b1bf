import { own } from '../text/own.ts';

/** A step of a path; one that was quoted is a key as it stands. */
export interface Step {
  name: string;
  quoted: boolean;
}
export type Path = readonly Step[];

const STEP = String.raw`(?:"[^"]+"|'[^']+'|[^."'[\]\s]+)`;
/** `alert.title`, `items.0.name` or `items[0].name`, and for keys with dots `labels."k8s.pod.name"` or `labels["k8s.pod.name"]`; at most ten steps. */
export const PATH_PATTERN = new RegExp(String.raw`^${STEP}(?:\.${STEP}|\[(?:"[^"]+"|'[^']+'|\d+)\]){0,9}$`);

/** The steps of a path that fits PATH_PATTERN. */
export function stepsOf(path: string): Path {
  const parts = path.match(/"[^"]+"|'[^']+'|[^."'[\]]+/g) ?? [];
  return parts.map((part) => (/^["']/.test(part) ? { name: part.slice(1, -1), quoted: true } : { name: part, quoted: false }));
}

/**
 * What stands at a path, looking at own fields only. A key that contains dots is found although nobody quoted it, and wins over the fields that the dots
 * would lead through.
 */
export function valueAt(value: unknown, path: Path): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const unquoted = first.quoted ? 1 : path.findIndex(({ quoted }) => quoted);
  for (let length = unquoted < 0 ? path.length : unquoted; length > 0; length -= 1) {
    const key = path.slice(0, length).map(({ name }) => name);
    const found = valueAt(own(value as Record<string, unknown>, key.join('.')), length === 1 ? rest : path.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}
