import { dataOf } from './index.ts';
import type { Recorded } from './read-record.ts';

export const EXPORT_FORMATS = ['json', 'csv', 'markdown'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const ENDING: Record<ExportFormat, string> = { json: 'json', csv: 'csv', markdown: 'md' };

/** An entry with what it says in the reader's language. */
export interface Line {
  entry: Recorded;
  /** ISO 8601, in UTC. */
  at: string;
  /** In the zone of the organisation, for people. */
  time: string;
  actor: string;
  says: string;
}

/** Words of the language in which it is written. */
export interface ExportWords {
  title: string;
  zone: string;
  time: string;
  actor: string;
  event: string;
  edited: (by: string) => string;
  removed: (by: string, reason: string) => string;
}

/** The whole timeline as a file: what was struck out stands in it as struck out, and what was edited with its earlier words. */
export function exportRecord(lines: readonly Line[], format: ExportFormat, words: ExportWords): string {
  if (format === 'json') return asJson(lines, words);
  return format === 'csv' ? asCsv(lines) : asMarkdown(lines, words);
}

function asJson(lines: readonly Line[], { title, zone }: ExportWords): string {
  const entries = lines.map(({ entry, at, actor, says }) => ({
    id: entry.id,
    at,
    kind: entry.kind,
    actor: entry.actor,
    actorName: actor,
    says,
    data: entry.data,
    ...(entry.edits.length > 0 && { edits: entry.edits }),
    ...(entry.removed && { removed: entry.removed }),
  }));
  return `${JSON.stringify({ title, zone, entries }, null, 2)}\n`;
}

const COLUMNS = ['id', 'at', 'kind', 'actor', 'actor_name', 'says', 'permalink', 'edited', 'removed', 'removed_because'] as const;

function asCsv(lines: readonly Line[]): string {
  const rows = lines.map(({ entry, at, actor, says }) => [
    entry.id,
    at,
    entry.kind,
    entry.actor,
    actor,
    says,
    permalinkOf(entry) ?? '',
    entry.edits.length > 0 ? 'yes' : '',
    entry.removed ? entry.removed.at.toISOString() : '',
    entry.removed?.reason ?? '',
  ]);
  return [[...COLUMNS], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). */
export function cell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function asMarkdown(lines: readonly Line[], words: ExportWords): string {
  const rows = lines.map(({ entry, time, actor, says }) => {
    const link = permalinkOf(entry);
    const said = link === undefined ? inTable(says) : `${inTable(says)} [↗](${link})`;
    const { removed } = entry;
    const edited = entry.edits.at(-1);
    const text = removed ? `~~${said}~~ ${inTable(words.removed(removed.by, removed.reason))}` : said;
    return `| ${inTable(time)} | ${inTable(actor)} | ${text}${edited ? ` ${inTable(words.edited(edited.by))}` : ''} |`;
  });
  const head = [`# ${inTable(words.title)}`, '', `| ${words.time} (${words.zone}) | ${words.actor} | ${words.event} |`, '|---|---|---|'];
  return `${[...head, ...rows].join('\n')}\n`;
}

/** What people typed is text in a table, and nothing else. */
function inTable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|~#]/g, '\\$&');
}

function permalinkOf(entry: Recorded): string | undefined {
  const link = entry.kind === 'message.added' ? dataOf('message.added', entry)?.permalink : undefined;
  return link !== undefined && /^https:\/\/[^\s()<>|]+$/.test(link) ? link : undefined;
}
