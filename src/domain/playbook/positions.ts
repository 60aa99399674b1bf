import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Path } from './playbook-error.ts';

interface Position {
  line: number;
  column: number;
}

/**
 * Where `path` stands in the document. A scalar is found at its value, a list or map at its key (its own start is a line below),
 * and what is absent at the nearest parent that exists. With `atKey` the last part is found at its key.
 */
export function positionOf(document: Document, lines: LineCounter, path: Path, options: { atKey?: boolean } = {}): Position {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const last = index === path.length - 1;
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(part));
      if (!pair) break;
      const atKey = isCollection(pair.value) || isAlias(pair.value) || (last && options.atKey === true);
      offset = (atKey ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key))) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      const item = node.items[part];
      if (item === undefined) break;
      offset = startOf(item) ?? offset;
      node = item;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

const KNOWN = new WeakMap<YAMLMap, Map<string, Pair>>();

/** The pairs of a map by their keys, the first of each: a file with many mistakes looks many times. */
function pairsOf(map: YAMLMap): Map<string, Pair> {
  const known = KNOWN.get(map);
  if (known) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of map.items as Pair[]) {
    const key = keyText(pair.key);
    if (!pairs.has(key)) pairs.set(key, pair);
  }
  KNOWN.set(map, pairs);
  return pairs;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
