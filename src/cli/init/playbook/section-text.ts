import { Document, isCollection, isScalar, isSeq, type Pair, visit } from 'yaml';

/** How deep in a section everything stands on one line; lists of plain values always do. */
const ON_ONE_LINE: Readonly<Record<string, number>> = {
  signals: 4,
  components: 2,
  scenarios: 5,
  rows: 2,
  escalation: 2,
  updates: 1,
  mitigations: 3,
};

/** A section of a playbook as YAML, with remarks before what their paths name. */
export function sectionText(name: string, value: unknown, remarks: ReadonlyMap<string, string> = new Map()): string {
  const document = new Document({ [name]: value });
  const depth = ON_ONE_LINE[name] ?? Number.POSITIVE_INFINITY;
  visit(document, {
    Collection(_key, node, path) {
      const isPlain = isSeq(node) && node.items.every(isScalar);
      node.flow = isPlain || node.items.length === 0 || path.filter(isCollection).length >= depth;
    },
    Pair(_key, pair, path) {
      const remark = remarks.get([...path.flatMap(keyOf), ...keyOf(pair)].join('.'));
      if (remark !== undefined && isScalar(pair.key)) pair.key.commentBefore = ` ${remark}`;
    },
  });
  // Lists are written closely, maps are not.
  return document.toString({ lineWidth: 0 }).replaceAll(/: \[ ([\w, -]+|\{.*\}) \](?=$|[,} ])/gm, ': [$1]');
}

function keyOf(node: unknown): string[] {
  const { key } = (node ?? {}) as Partial<Pair>;
  return isScalar(key) ? [String(key.value)] : [];
}
