import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { Group } from '../../../domain/insights/group.ts';
import { SPANS, type SpanFigure } from '../../../domain/insights/spans.ts';
import type { InsightsView } from '../../../views/insights.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** More than these nobody reads in a message. */
const GROUPS_MAX = 13;
const PEOPLE_MAX = 10;
const ROWS_MAX = 3;
const MITIGATIONS_MAX = 6;

/** How incidents went within some time, privately: what was measured first, then what was promised, whom it cost what, and what the words mean. */
export function insights(voice: Voice, view: InsightsView): ChatMessage {
  const t = voice.texts.insights;
  const { format } = voice;
  const [from, to] = [format.day(view.since), format.day(view.until)];
  const title = view.service === undefined ? t.title(from, to) : t.titleOf(nameOf(voice, view, 'service', view.service), from, to);
  if (view.incidents === 0 && view.falseAlarms === 0) return message([title, t.none], [header(title), ...lineSections([t.none])]);
  const lines = [t.incidents(view.incidents, view.falseAlarms, view.active), ...spanLines(voice, view)];
  return message(
    [title, t.incidents(view.incidents, view.falseAlarms, view.active)],
    [
      header(title),
      ...lineSections(lines),
      ...lineSections(groupLines(voice, view)),
      ...lineSections(workLines(voice, view)),
      ...context([t.definitions]),
    ],
  );
}

function spanLines(voice: Voice, { spans }: InsightsView): string[] {
  const t = voice.texts.insights;
  return SPANS.map((name) => {
    const figure = spans[name];
    if (figure === null) return t.unknown(t.spans[name]);
    return t.span(t.spans[name], voice.format.duration(figure.medianMs), voice.format.duration(figure.p90Ms), figure.count);
  });
}

function groupLines(voice: Voice, view: InsightsView): string[] {
  const t = voice.texts.insights;
  const { by, groups } = view;
  if (groups.length === 0) return [];
  // Of weeks the last ones count.
  const shown = by === 'week' ? groups.slice(-GROUPS_MAX) : groups.slice(0, GROUPS_MAX);
  const more = groups.length > shown.length ? [t.more(groups.length - shown.length)] : [];
  const median = (figure: SpanFigure | null) => (figure === null ? t.notYet : voice.format.duration(figure.medianMs));
  const line = (group: Group) =>
    t.group(groupName(voice, view, group.key), group.incidents, median(group.spans.acknowledge), median(group.spans.resolve));
  return [`*${t.by[by]}*`, ...shown.map(line), ...more];
}

function groupName(voice: Voice, view: InsightsView, key: string): string {
  const t = voice.texts.insights;
  if (view.by === 'week') return t.week(safe(key, 20));
  if (view.by === 'severity') return safe(key.toUpperCase(), 20);
  if (key === '') return t.noScenario;
  return nameOf(voice, view, view.by, key);
}

function nameOf(voice: Voice, { names }: InsightsView, kind: keyof InsightsView['names'], key: string): string {
  const name = names[kind][key];
  return name === undefined ? safe(key, 60) : voice.say(name, 60);
}

function workLines(voice: Voice, view: InsightsView): string[] {
  const t = voice.texts.insights;
  const kept = view.rows.reduce((sum, row) => sum + row.kept, 0);
  const missed = view.rows.reduce((sum, row) => sum + row.missed, 0);
  const worst = view.rows.filter((row) => row.missed > 0).slice(0, ROWS_MAX);
  const { onTime, late, overdue, open } = view.followUps;
  const people = view.people
    .slice(0, PEOPLE_MAX)
    .map((one) => t.person(person(one.user), one.pages, one.atNight, one.nights, one.atWeekend));
  const mitigations = view.mitigations
    .slice(0, MITIGATIONS_MAX)
    .map(({ name, runs, helped, proved }) => t.mitigation(nameOf(voice, view, 'mitigation', name), runs, helped, proved));
  return [
    [
      t.deadlines(kept, missed),
      ...(worst.length > 0
        ? [t.mostMissed(voice.t.list(worst.map(({ row, ...counts }) => t.row(safe(row, 20), counts.missed, counts.missed + counts.kept))))]
        : []),
    ].join(' · '),
    ...(people.length === 0 ? [t.noPages] : [t.pages, ...people.map((line) => `• ${line}`)]),
    ...(mitigations.length === 0 ? [] : [t.mitigations, ...mitigations.map((line) => `• ${line}`)]),
    ...(onTime + late + overdue + open === 0 ? [] : [t.followUps(onTime, late, overdue, open)]),
    t.alerts(view.alerts.heard, view.alerts.declared, view.alerts.falseAlarms),
    t.cost(view.personHours.toFixed(view.personHours < 10 ? 1 : 0)),
  ];
}
