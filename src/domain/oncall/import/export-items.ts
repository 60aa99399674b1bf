import { z } from 'zod';
import type { ExportFile, Remark, Vendor } from './draft.ts';
import { jsonMistake } from './json-mistake.ts';

/** One thing of an export, with the file in which it stands. */
export interface ExportItem {
  file: string;
  value: unknown;
}

/** What is in an export, by the vendor's word for it (`users`, `schedules`). */
export interface ExportItems {
  items: ReadonlyMap<string, ExportItem[]>;
  remarks: Remark[];
}

/** How a vendor wraps a list: Opsgenie `{data: []}`, PagerDuty `{users: []}`, Grafana OnCall `{results: []}`. */
const WRAPPERS: Readonly<Record<Vendor, (record: Readonly<Record<string, unknown>>) => unknown>> = {
  opsgenie: (record) => record.data,
  pagerduty: (record) =>
    Object.entries(record).find(([name, value]) => (Array.isArray(value) && PAGERDUTY_LISTS.has(name)) || PAGERDUTY_SINGLES.has(name))?.[1],
  'grafana-oncall': (record) => record.results,
};
const PAGERDUTY_LISTS = new Set([
  'users',
  'teams',
  'members',
  'schedules',
  'overrides',
  'escalation_policies',
  'services',
  'rulesets',
  'orchestrations',
  'maintenance_windows',
  'business_services',
  'notification_rules',
  'response_plays',
  'extensions',
  'addons',
]);
const PAGERDUTY_SINGLES = new Set(['user', 'team', 'schedule', 'escalation_policy', 'service']);

/** What says that there is more than this page. */
const MORE = z.union([
  z.looseObject({ paging: z.looseObject({ next: z.string() }) }),
  z.looseObject({ more: z.literal(true) }),
  z.looseObject({ next: z.string() }),
]);

/**
 * Sorts the files of an export by what they hold. The kind is the folder (`schedules/ops.json`) or the beginning of the name (`schedules.json`, `schedules-2.json`), whichever `kinds` knows.
 * What cannot be read is a remark, and so is a file that is of no known kind; the rest is taken.
 */
export function exportItems(vendor: Vendor, files: readonly ExportFile[], kinds: readonly string[]): ExportItems {
  const items = new Map<string, ExportItem[]>();
  const remarks: Remark[] = [];
  for (const { path, text } of files) {
    const kind = kindOf(path, kinds);
    if (kind === undefined) {
      remarks.push({ kind: 'lost', file: path, what: 'the file', why: `It is not known what it holds: known are ${kinds.join(', ')}.` });
      continue;
    }
    const value = contentOf(path, text, remarks);
    if (value === undefined) continue;
    if (MORE.safeParse(value).success)
      remarks.push({
        kind: 'wrong',
        file: path,
        what: `the list of ${kind}`,
        why: 'It is one page of several: put the other pages beside it, unless they are there.',
      });
    const found = items.get(kind) ?? [];
    found.push(...unwrapped(vendor, value).map((one) => ({ file: path, value: one })));
    items.set(kind, found);
  }
  return { items, remarks };
}

/** Which vendor's answers these are, by how they wrap their lists; undefined when nothing tells. */
export function vendorOf(files: readonly ExportFile[]): Vendor | undefined {
  const votes = { opsgenie: 0, pagerduty: 0, 'grafana-oncall': 0 };
  for (const { text } of files) {
    const value = parsed(text);
    const record = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
    if ('results' in record && 'count' in record) votes['grafana-oncall'] += 1;
    else if (WRAPPERS.pagerduty(record) !== undefined && ('limit' in record || 'more' in record || !('data' in record)))
      votes.pagerduty += isOpsgenieBackup(record) ? 0 : 1;
    else if ('data' in record) votes.opsgenie += 1;
    if (isOpsgenieBackup(record)) votes.opsgenie += 1;
  }
  const [best] = Object.entries(votes).sort(([, a], [, b]) => b - a) as [Vendor, number][];
  return best && best[1] > 0 ? best[0] : undefined;
}

/** The backup tool writes each thing beside what belongs to it. */
function isOpsgenieBackup(record: Readonly<Record<string, unknown>>): boolean {
  return (
    ['notificationRuleList', 'scheduleOverrideList', 'teamRoutingRules', 'integrationActions'].some((name) => name in record) ||
    'ownerTeam' in record
  );
}

function kindOf(path: string, kinds: readonly string[]): string | undefined {
  const parts = path.toLowerCase().split('/');
  const name = (parts.pop() ?? '').replace(/\.json$/, '');
  const folder = parts.reverse().flatMap((part) => kinds.filter((kind) => kind.toLowerCase() === part))[0];
  if (folder !== undefined) return folder;
  const plain = plainName(name);
  const begins = (kind: string): boolean => plain.startsWith(kind) && !/^[a-z]/.test(plain.slice(kind.length));
  return kinds.filter((kind) => begins(plainName(kind))).sort((a, b) => b.length - a.length)[0];
}

/** `escalation-policies_2` and `escalation_policies-2` are the same. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\s]/g, '-');
}

function contentOf(path: string, text: string, remarks: Remark[]): unknown {
  const value = parsed(text);
  if (value !== undefined) return value;
  const place = jsonMistake(text.replace(/^\uFEFF/, ''));
  remarks.push({
    kind: 'wrong',
    file: path,
    what: 'the file',
    why: place
      ? `It is not JSON from line ${place.line}, column ${place.column} on; nothing of it was taken.`
      : 'It is not JSON; nothing of it was taken.',
  });
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function unwrapped(vendor: Vendor, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const inner = WRAPPERS[vendor](value as Record<string, unknown>);
  if (inner === undefined || inner === null) return [value];
  return Array.isArray(inner) ? inner : [inner];
}

/** The items of a kind that have its shape; one that has not is a remark that names the field. */
export function shaped<Shape extends z.ZodType>(
  found: ExportItems,
  kind: string,
  shape: Shape,
  remarks: Remark[],
): { file: string; value: z.output<Shape> }[] {
  return (found.items.get(kind) ?? []).flatMap(({ file, value }) => {
    const read = shape.safeParse(value);
    if (read.success) return [{ file, value: read.data }];
    const [issue] = read.error.issues;
    const where = issue?.path.map(String).join('.') || 'the whole';
    remarks.push({
      kind: 'wrong',
      file,
      what: `one of ${kind}`,
      why: `It was left out, because ${where} is not as expected (${issue?.message ?? 'unknown'}).`,
    });
    return [];
  });
}
