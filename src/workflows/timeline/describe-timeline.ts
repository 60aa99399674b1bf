import type { Incident } from '../../domain/incident/incident.ts';
import { describeActor, describeEntry } from '../../domain/timeline/describe-entry.ts';
import { dataOf } from '../../domain/timeline/index.ts';
import { asEdited, type Recorded, readRecord, type Wanted } from '../../domain/timeline/read-record.ts';
import { type EntryView, TIMELINE_PAGE_SIZE, type TimelineView } from '../../views/timeline.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** One page of the timeline; the last one unless another is asked for, because the newest is what people look for. */
export async function describeTimeline(
  runtime: Runtime,
  { incident, page: asked, ...wanted }: Wanted & { incident: Incident; page?: number | undefined },
): Promise<TimelineView> {
  const all = readRecord(await runtime.storage.timeline.of(incident.id), wanted);
  const pages = Math.max(1, Math.ceil(all.length / TIMELINE_PAGE_SIZE));
  const page = Math.min(pages, Math.max(1, asked ?? pages));
  const shown = all.slice((page - 1) * TIMELINE_PAGE_SIZE, page * TIMELINE_PAGE_SIZE);
  return {
    incident,
    entries: shown.map((entry) => entryView(runtime, entry, wanted.reader)),
    total: all.length,
    page,
    pages,
    ...(wanted.group !== undefined && { group: wanted.group }),
    ...(wanted.person !== undefined && { person: wanted.person }),
    now: runtime.clock.now(),
  };
}

function entryView({ playbook }: Pick<Runtime, 'playbook'>, entry: Recorded, reader: string | undefined): EntryView {
  const message = entry.kind === 'message.added' ? dataOf('message.added', entry) : undefined;
  const files = (message?.files ?? []).map(({ name, permalink }) => ({ name, ...(permalink !== undefined && { permalink }) }));
  const edited = entry.edits.at(-1);
  return {
    id: entry.id,
    at: entry.at,
    actor: describeActor(entry.actor),
    says: describeEntry(playbook, asEdited(entry), { reader }),
    ...(message?.permalink !== undefined && { permalink: message.permalink }),
    files,
    ...(edited && { editedBy: edited.by }),
    ...(entry.removed && { removed: entry.removed }),
    isPrivate: entry.kind === 'note.private',
  };
}
