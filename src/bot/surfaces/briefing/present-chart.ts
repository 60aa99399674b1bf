import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { PictureRef } from '../../../domain/chat/picture-ref.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { Said } from '../../../domain/language/said.ts';
import type { Chart, ChartMark, ChartPanel } from '../../../domain/signals/chart.ts';
import { isWhole } from '../../../domain/signals/doubts.ts';
import { unescapeText } from '../../../domain/text/unescape-text.ts';
import type { ChartMarkView, ChartSignalView, ChartView, GraphView } from '../../../views/charts.ts';
import { context, image, message, section } from '../building-blocks/blocks.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { cut, oneLine, person } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { badness, fullTitle } from './headline.ts';
import { crossedLimit, isUnread, stateOf, valueText } from './readings.ts';

/** More than this nobody tells apart on a phone. */
const PANELS_MAX = 8;
const ALT_MAX = 1_000;

/** Texts of a chart are drawn as they are, so nothing here is escaped. */
export function chart(voice: Voice, view: ChartView): { chart: Chart; altText: string; title: string; fileName: string } {
  const words = voice.texts.briefing;
  const panels = view.signals.slice(0, PANELS_MAX).map((signal) => panel(voice, signal));
  const subtitle = words.span(voice.format.wallTime(view.from), voice.format.wallTime(view.to), voice.format.zoneName(view.to));
  const title = titleOf(voice, view);
  const said = view.signals.slice(0, PANELS_MAX).map(({ view: reading }, index) => {
    const { title: name, value, stateText } = panels[index] ?? { title: '', value: '', stateText: '' };
    const { opening } = reading.change ?? {};
    const trend = opening && opening !== 'unknown' && words.sinceOpening(words.verdict[opening]);
    const doubts = unescapeText(whyDoubtful(voice, reading.reading, reading.unit));
    return `${name} ${[value, stateText + doubts, trend].filter(Boolean).join(', ')}`;
  });
  return {
    chart: {
      title,
      subtitle,
      from: view.from,
      to: view.to,
      zone: voice.zone,
      panels,
      marks: view.marks.map((mark) => chartMark(voice, mark)),
      words: { limit: words.limit, noData: voice.t.reading['no-data'], part: voice.t.reading.unsure },
    },
    altText: cut(`${words.altText(title, subtitle)} ${said.join('; ')}.`, ALT_MAX),
    title: cut(title, 200),
    fileName: view.incident ? `incident-${view.incident.id}.png` : `${view.signals[0]?.view.key || 'signal'}.png`,
  };
}

function titleOf(voice: Voice, { incident, signals }: ChartView): string {
  if (incident) return `${incidentRef(incident)} ${badness(voice, incident)} · ${fullTitle(voice, incident) || voice.t.noTitle}`;
  return oneLine(signals[0]?.view.title[voice.language] ?? '') || voice.t.noTitle;
}

function panel(voice: Voice, { view, history, gapMs }: ChartSignalView): ChartPanel {
  const state = stateOf(view);
  const limit = crossedLimit(voice, view);
  const judged = state !== 'normal' || view.thresholds.length > 0;
  const words = judged ? voice.t.reading[state] : voice.t.noLimit;
  const format = (value: number) => voice.format.value(value, view.unit);
  return {
    title: oneLine(view.title[voice.language]),
    value: unescapeText(valueText(voice, view)),
    state,
    stateText: isUnread(view) ? '' : unescapeText(limit ? `${words}, ${limit}` : words),
    samples: history?.map((sample) => ({ at: sample.at, value: sample.value, ...(!isWhole(sample) && { part: true }) })),
    gapMs,
    limits: view.thresholds.flatMap(({ above, below }) => [
      ...(above === undefined ? [] : [{ value: above, label: format(above), side: 'above' as const }]),
      ...(below === undefined ? [] : [{ value: below, label: format(below), side: 'below' as const }]),
    ]),
    format,
  };
}

function chartMark(voice: Voice, mark: ChartMarkView): ChartMark {
  const words = voice.texts.briefing;
  const name = mark.title ? oneLine(mark.title[voice.language]) : words.mark[mark.kind];
  return { at: mark.at, kind: mark.kind, label: `${name} ${voice.format.wallTime(mark.at)}` };
}

export function graph(voice: Voice, view: GraphView & ({ picture: PictureRef } | { problem: Said })): ChatMessage {
  const words = voice.texts.briefing;
  const name = voice.say(view.signal.title, 120);
  const head = words.graphHead(name, voice.format.duration(view.durationMs));
  if ('problem' in view) {
    const why = words.graphFailed(voice.say(view.problem, 300));
    return message([head, why], [section(`*${head}*\n${why}`)]);
  }
  return message([head], [section(`*${head}*`), image(view.picture), ...context([words.askedBy(person(view.by))])]);
}

export function graphComing(voice: Voice, view: GraphView & { where: 'here' | 'direct' }): ChatMessage {
  const words = voice.texts.briefing;
  const text = words.graphComing[view.where](voice.say(view.signal.title, 120), voice.format.duration(view.durationMs));
  return message([text], [section(text)]);
}
