import { isFor } from './describe-entry.ts';
import { dataOf, type EventKind } from './index.ts';

/** A row of the timeline, as the store reads it. */
export interface Entry {
  id: string;
  at: Date;
  kind: string;
  actor: string;
  data: unknown;
}

/** What was made of an entry later; the entry itself stays as it was written. */
export interface Recorded extends Entry {
  /** Other words for it, oldest first; the last ones count. */
  edits: readonly { text: string; by: string; at: Date }[];
  removed?: { reason: string; by: string; at: Date };
}

/** What people filter by. */
export const ENTRY_GROUPS = ['state', 'alerts', 'people', 'deadlines', 'analysis', 'mitigations', 'updates', 'notes', 'review'] as const;
export type EntryGroup = (typeof ENTRY_GROUPS)[number];

const BY_BEGINNING: readonly [beginning: string, group: EntryGroup][] = [
  ['incident.escalated', 'people'],
  ['incident.', 'state'],
  ['alerts.', 'alerts'],
  ['deadline.', 'deadlines'],
  ['analysis.', 'analysis'],
  ['diagnosis.', 'analysis'],
  ['readings.', 'analysis'],
  ['mitigation.', 'mitigations'],
  ['page.told', 'updates'],
  ['page.drifted', 'updates'],
  ['page.settled', 'updates'],
  ['page.', 'people'],
  ['people.', 'people'],
  ['role.', 'people'],
  ['escalation.', 'people'],
  ['notice.', 'updates'],
  ['update.', 'updates'],
  ['guide.', 'updates'],
  ['social.', 'updates'],
  ['note', 'notes'],
  ['message.', 'notes'],
  ['entry.', 'notes'],
  ['retro.', 'review'],
  ['follow-up', 'review'],
];

/** In which group an entry is found; what is in no other is of the incident itself. */
export function groupOf(kind: string): EntryGroup {
  return BY_BEGINNING.find(([beginning]) => kind.startsWith(beginning))?.[1] ?? 'state';
}

export interface Wanted {
  group?: EntryGroup | undefined;
  /** Who did it, or wrote the message that was added. */
  person?: string | undefined;
  /** Who reads; nobody in particular reads no private note. */
  reader?: string | undefined;
}

/** What can be put into other words: what people wrote. Everything else says what happened. */
const WRITTEN: readonly string[] = ['note', 'note.private', 'message.added'] satisfies EventKind[];

export function isWritten({ kind }: Pick<Entry, 'kind'>): boolean {
  return WRITTEN.includes(kind);
}

/** What stands in an entry that somebody wrote, as it was written. */
export function writtenText(entry: Entry): string {
  return dataOf('note', entry)?.text ?? '';
}

/** The entries with what was made of them later, oldest first, without the private notes that are not for the reader. */
export function readRecord(entries: readonly Entry[], { group, person, reader }: Wanted = {}): Recorded[] {
  const edits = new Map<string, Recorded['edits'][number][]>();
  const removals = new Map<string, NonNullable<Recorded['removed']>>();
  for (const entry of entries) {
    const { at, actor: by } = entry;
    const edited = entry.kind === 'entry.edited' ? dataOf('entry.edited', entry) : undefined;
    if (edited) edits.set(edited.entry, [...(edits.get(edited.entry) ?? []), { text: edited.text, by, at }]);
    const removed = entry.kind === 'entry.removed' ? dataOf('entry.removed', entry) : undefined;
    if (removed && !removals.has(removed.entry)) removals.set(removed.entry, { reason: removed.reason, by, at });
  }
  return entries
    .filter((entry) => entry.kind !== 'entry.edited' && entry.kind !== 'entry.removed')
    .filter((entry) => isFor(entry, reader))
    .filter(({ kind }) => group === undefined || groupOf(kind) === group)
    .filter((entry) => person === undefined || entry.actor === person || authorOf(entry) === person)
    .map((entry) => {
      const removed = removals.get(entry.id);
      return { ...entry, edits: edits.get(entry.id) ?? [], ...(removed && { removed }) };
    });
}

/** The entry with its newest words in it, to be described: what was erased stays so. */
export function asEdited(entry: Recorded): Entry {
  const last = entry.edits.at(-1);
  if (last === undefined || entry.actor === 'erased' || !isWritten(entry)) return entry;
  return { ...entry, data: { ...(entry.data as object), text: last.text } };
}

function authorOf(entry: Entry): string | null | undefined {
  return entry.kind === 'message.added' ? dataOf('message.added', entry)?.author : undefined;
}
