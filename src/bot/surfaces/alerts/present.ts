import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { AlertsView, AlertView, MutedView, WaitView, WatchTitleView } from '../../../views/alerts.ts';
import { actions, context, lineSections, message } from '../building-blocks/blocks.ts';
import { link, oneLine, safe } from '../building-blocks/escape.ts';
import { moveButton } from '../building-blocks/incident-buttons.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { sourceName } from '../building-blocks/who.ts';

/** More than these nobody reads in a channel. */
const SHOWN_MAX = 8;

/** In the incident's channel: what fired, got worse or ended together, and whether anything still fires. */
export function alertsNotice(voice: Voice, view: AlertsView): ChatMessage {
  const t = voice.texts.alerts;
  const { incident, fired, worse, resolved, firing, notes } = view;
  const parts: [string, readonly AlertView[]][] = [
    [(view.opening ? t.opened : t.joined)(fired.length), fired],
    [t.worse(worse.length), worse],
    [t.ended(resolved.length), resolved],
  ];
  const shown = parts.filter(([, alerts]) => alerts.length > 0);
  const unrouted = view.unrouted ? t.unrouted(voice.serviceName) : undefined;
  const over = resolved.length > 0 && firing === 0;
  const state = over
    ? notes > 0
      ? t.onlyNotes(notes)
      : t.allOver
    : resolved.length === 0 && shown.length > 0
      ? undefined
      : t.stillFiring(firing);
  return message(
    [
      `${incidentRef(incident)}:`,
      ...shown.flatMap(([head, alerts]) => [head, plainNames(voice, alerts)]),
      view.leftOut > 0 ? t.leftOut(view.leftOut) : undefined,
      unrouted,
      state,
    ],
    [
      ...shown.flatMap(([head, alerts]) => lineSections([`*${head}*`, ...alertLines(voice, alerts, view.now)])),
      ...context([view.leftOut > 0 ? t.leftOut(view.leftOut) : undefined, unrouted, state]),
      ...actions(`incident.${incident.id}`, over && incident.state !== 'resolved' ? [moveButton(voice, incident, 'resolve')] : []),
    ],
  );
}

export function mutedNotice(voice: Voice, view: MutedView): ChatMessage {
  const t = voice.texts.alerts;
  const reason = safe(view.reason, 300);
  const { format } = voice;
  return message(
    [t.muted(format.plainTime(view.until, view.now), reason), t.mutedFirst, plainNames(voice, view.alerts)],
    lineSections([t.muted(format.time(view.until, view.now), reason), t.mutedFirst, ...alertLines(voice, view.alerts, view.now)]),
  );
}

export function waitNotice(voice: Voice, view: WaitView): ChatMessage {
  const t = voice.texts.alerts;
  const { format } = voice;
  const say = (next: string) => t.waiting(view.groups, view.atMost, format.duration(view.perMs), next);
  return message([say(format.plainTime(view.nextAt, view.now))], lineSections([say(format.time(view.nextAt, view.now))]));
}

/** Plain text, because it becomes a title. */
export function watchTitle(voice: Voice, view: WatchTitleView): string {
  const t = voice.texts.alerts;
  const name = `${view.ids.join(', ')} ${oneLine(view.title[voice.language])}`.trim();
  if (view.kind === 'missing') return t.missing(name, voice.format.duration(view.forMs));
  const level = t.level[view.level];
  if (view.above !== undefined) return `${t.over(name, voice.format.value(view.above, view.unit))}${level}`;
  if (view.below !== undefined) return `${t.under(name, voice.format.value(view.below, view.unit))}${level}`;
  return name;
}

function alertLines(voice: Voice, alerts: readonly AlertView[], now: Date): string[] {
  const t = voice.texts.alerts;
  const lines = alerts.slice(0, SHOWN_MAX).flatMap((alert) => {
    const line = t.line(named(alert, 200), sourceName(voice, alert.source), voice.format.time(alert.startsAt, now), alert.times);
    const said = alert.description === undefined ? [] : [`   ${safe(alert.description, 300)}`];
    const dropped = alert.labelsDropped === undefined ? [] : [`   ${t.labelsDropped(alert.labelsDropped)}`];
    return [alert.url === undefined ? line : `${line} · ${link(alert.url, t.open)}`, ...said, ...dropped];
  });
  return alerts.length > SHOWN_MAX ? [...lines, t.more(alerts.length - SHOWN_MAX)] : lines;
}

/** `X [pod=a]` where several are called X. */
function named({ title, labels = {} }: AlertView, max: number): string {
  const apart = Object.entries(labels).map(([name, value]) => `${safe(name, 40)}=${safe(value, 60)}`);
  return apart.length === 0 ? safe(title, max) : `${safe(title, max)} [${apart.join(', ')}]`;
}

function plainNames(voice: Voice, alerts: readonly AlertView[]): string {
  const t = voice.texts.alerts;
  const names = alerts.slice(0, 3).map((alert) => t.plain(named(alert, 120), sourceName(voice, alert.source)));
  return `${[...names, ...(alerts.length > 3 ? [t.more(alerts.length - 3)] : [])].join(', ')}.`;
}
