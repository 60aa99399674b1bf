import type { ChatMessage } from '../../../domain/chat/message.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { MaintenanceListView, MaintenanceNoticeView, MaintenanceView } from '../../../views/maintenance.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, type Button, context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const SHOWN_MAX = 10;
const MARK = { planned: '○', 'under-way': '▶', completed: '✓', cancelled: '–' } as const;

/** What is planned, under way and just over, with what can be done to each. */
export function maintenance(voice: Voice, { works, done, now }: MaintenanceListView): ChatMessage {
  const t = voice.texts.statusPage.planning;
  const head = done ? [t.done[done.what](done.id)] : [];
  const hint = context([t.hint(voice.command)]);
  if (works.length === 0) return message([...head, t.none], [...lineSections([...head, t.none]), ...hint]);
  const shown = works.slice(0, SHOWN_MAX);
  const line = (work: MaintenanceView, time: typeof voice.format.time) =>
    `${MARK[work.state]} *${work.id}* ${lineOf(voice, work, now, time)}`;
  const blocks = shown.flatMap((work) => [
    ...lineSections([line(work, voice.format.time)]),
    ...actions(`maintenance.${work.id}`, buttonsOf(voice, work)),
  ]);
  return message(
    [...head, `${t.title}:`, ...shown.map((work) => line(work, voice.format.plainTime))],
    [...lineSections(head), header(t.title), ...blocks, ...hint],
  );
}

/** For everybody who looks after the service. */
export function maintenanceNotice(voice: Voice, { work, what, by, now }: MaintenanceNoticeView): ChatMessage {
  const t = voice.texts.statusPage.planning;
  const who = by === undefined ? '' : t.by(person(by));
  const say = (time: typeof voice.format.time) => t.notice[what](lineOf(voice, work, now, time, { state: false }), who);
  const means = what === 'started' ? [t.muted] : what === 'completed' ? [t.counting] : [];
  return message([say(voice.format.plainTime), ...means], lineSections([say(voice.format.time), ...means]));
}

function lineOf(
  voice: Voice,
  work: MaintenanceView,
  now: Date,
  time: (at: Date, now: Date) => string,
  { state = true }: { state?: boolean } = {},
): string {
  const t = voice.texts.statusPage.planning;
  const { components, service } = work;
  const about = components.length === 0 ? [service ? voice.say(service, 80) : t.whole] : components.map((name) => voice.say(name, 80));
  const of = components.length > 0 && service ? [voice.say(service, 80)] : [];
  return [
    safe(pick(work.texts, voice.language), 300),
    ...(state ? [t.state[work.state]] : []),
    t.times(time(work.startsAt, now), time(work.endsAt, now)),
    [...of, ...about].join(', '),
  ].join(' · ');
}

function buttonsOf(voice: Voice, { id, state }: MaintenanceView): (Button | undefined)[] {
  const t = voice.texts.statusPage.planning;
  const asked = { subject: `${id}`, args: { work: id } };
  if (state === 'under-way')
    return [
      commandButton({ command: 'maintenance complete', ...asked }, { text: t.complete, label: t.completeLabel(id), style: 'primary' }),
    ];
  if (state !== 'planned') return [];
  return [
    commandButton({ command: 'maintenance start', ...asked }, { text: t.start, label: t.startLabel(id) }),
    commandButton({ command: 'maintenance cancel', ...asked }, { text: t.cancel, label: t.cancelLabel(id) }),
  ];
}
