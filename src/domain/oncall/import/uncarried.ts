import type { Remark } from './draft.ts';
import type { ExportItems } from './export-items.ts';

/** A remark for everything of these kinds, by name, so that nothing is lost in silence. */
export function listUncarried(found: ExportItems, reasons: Readonly<Record<string, string>>, remarks: Remark[]): void {
  for (const [kind, why] of Object.entries(reasons)) {
    for (const { file, value } of found.items.get(kind) ?? []) {
      const name = nameIn(value);
      remarks.push({ kind: 'lost', file, what: name === undefined ? kind : `"${name}" of ${kind}`, why });
    }
  }
}

/** The name that something bears, also inside the one object that it consists of. */
function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Record<string, unknown>;
  for (const name of ['name', 'summary', 'description', 'id'])
    if (typeof record[name] === 'string') return String(record[name]).slice(0, 80);
  for (const inner of Object.values(record)) {
    const name = Array.isArray(inner) ? undefined : nameIn(inner);
    if (name !== undefined) return name;
  }
  return undefined;
}
