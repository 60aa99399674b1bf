import type { ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { EntryView, TimelineEditView, TimelineView } from '../../../views/timeline.ts';
import { TIMELINE_CALLBACK, TIMELINE_FIELDS, type TimelineKept } from '../../actions/forms/timeline-edit.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, header, LIMITS, lineSections, message, plainText } from '../building-blocks/blocks.ts';
import { link, manyLines, person, safe, safePlain, toldInLine } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** An entry takes so many characters of a page. */
const LINE_MAX = 600;

/** One page of the timeline: time, who, what, and the number by which it is called. */
export function timeline(voice: Voice, view: TimelineView): ChatMessage {
  const t = voice.texts.timeline;
  const heading = t.head(incidentRef(view.incident), view.total);
  const filters = [view.group && t.groups[view.group], view.person && person(view.person)].filter((one) => one !== undefined);
  const where = view.pages > 1 ? voice.t.incidents.page(view.page, view.pages) : undefined;
  if (view.total === 0) return message([heading, t.none], [header(heading), ...lineSections([t.none]), ...context([...filters])]);
  const turn = (page: number, name: 'previous' | 'next') =>
    commandButton(
      {
        command: 'timeline',
        subject: name,
        incident: view.incident,
        args: { page, ...(view.group && { of: view.group }), ...(view.person && { by: view.person }) },
      },
      name === 'previous'
        ? { text: voice.t.button.previous, label: voice.t.button.previousLabel(page) }
        : { text: voice.t.button.next, label: voice.t.button.nextLabel(page) },
    );
  return message(
    [`${heading}:`, ...view.entries.map((entry) => plainEntry(voice, entry, view.now))],
    [
      header(heading),
      ...context([...filters, where]),
      ...lineSections(view.entries.map((entry) => entryLine(voice, entry, view.now))),
      ...actions(`timeline.${view.incident.id}`, [
        view.page > 1 ? turn(view.page - 1, 'previous') : undefined,
        view.page < view.pages ? turn(view.page + 1, 'next') : undefined,
      ]),
      ...context([t.hint(voice.command)]),
    ],
  );
}

function said(voice: Voice, entry: EntryView): string {
  return `${toldInLine(pick(entry.actor, voice.language), 80)} ${toldInLine(pick(entry.says, voice.language), LINE_MAX)}`;
}

function plainEntry(voice: Voice, entry: EntryView, now: Date): string {
  return `${voice.format.plainTime(entry.at, now)} ${said(voice, entry)};`;
}

function entryLine(voice: Voice, entry: EntryView, now: Date): string {
  const t = voice.texts.timeline;
  const { removed } = entry;
  const words = removed
    ? `~${said(voice, entry).replaceAll('~', '∼')}~ ${t.removed(person(removed.by), safe(removed.reason, 200))}`
    : said(voice, entry);
  const more = [
    ...(entry.isPrivate ? [`🔒 ${t.isPrivate}`] : []),
    ...(entry.editedBy !== undefined ? [t.edited(person(entry.editedBy))] : []),
    ...(entry.permalink !== undefined ? [link(entry.permalink, t.open)] : []),
    ...entry.files.slice(0, 5).map(({ name, permalink }) => link(permalink, safe(name, 60))),
  ];
  return [`\`${safe(entry.id, 12)}\` ${voice.format.time(entry.at, now)} ${words}`, ...more].join(' · ');
}

/** The form that puts an entry into other words, with what it said before. */
export function timelineEdit(voice: Voice, view: TimelineEditView): ChatView {
  const t = voice.texts.timeline;
  const { incident } = view;
  const initial = manyLines(view.text).slice(0, 2_000);
  return {
    type: 'modal',
    callback_id: TIMELINE_CALLBACK,
    title: plainText(t.formTitle, LIMITS.viewTitle),
    submit: plainText(t.formSubmit, LIMITS.viewTitle),
    close: plainText(voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify({ incident: incident.id, entry: Number(view.entry) } satisfies TimelineKept),
    blocks: [
      {
        type: 'input',
        block_id: TIMELINE_FIELDS.text,
        label: plainText(t.formLabel(safePlain(view.entry, 12)), LIMITS.label),
        hint: plainText(t.formHint, LIMITS.label),
        element: {
          type: 'plain_text_input',
          action_id: FIELD_ACTION,
          multiline: true,
          max_length: 2_000,
          focus_on_load: true,
          ...(initial !== '' && { initial_value: initial }),
        },
      },
      ...(view.earlier.length > 0 ? lineSections([`*${t.earlier}*`, ...view.earlier.slice(-5).map((text) => `• ${safe(text, 300)}`)]) : []),
    ],
  };
}
