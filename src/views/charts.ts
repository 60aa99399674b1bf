import type { ChatMessage } from '../domain/chat/message.ts';
import type { PictureRef } from '../domain/chat/picture-ref.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { Said } from '../domain/language/said.ts';
import type { Sample } from '../domain/ports/metrics.ts';
import type { Chart } from '../domain/signals/chart.ts';
import type { ReadingView } from './readings.ts';

/** One signal in a chart. */
export interface ChartSignalView {
  view: ReadingView;
  /** Undefined when its past could not be read. */
  history: readonly Sample[] | undefined;
  /** Farther apart than this, two values have a gap between them. */
  gapMs: number;
}

export interface ChartMarkView {
  kind: 'opened' | 'mitigation' | 'recovered';
  at: Date;
  /** The mitigation. */
  title?: Bilingual;
}

export interface ChartView {
  /** Whose numbers they are; absent for a signal that somebody asked for by itself. */
  incident?: Incident;
  signals: readonly ChartSignalView[];
  marks: readonly ChartMarkView[];
  from: Date;
  to: Date;
}

/** A signal's chart that somebody asked for. */
export interface GraphView {
  signal: { key: string; title: Bilingual };
  durationMs: number;
  /** Slack user id of whoever asked. */
  by: string;
  now: Date;
}

export interface ChartPresenter {
  /** A chart in words and formats, what it says for those who do not see it (at most 1,000 characters), and a name for the file. */
  chart(view: ChartView): { chart: Chart; altText: string; title: string; fileName: string };
  /** The message that shows a chart somebody asked for, or says why there is none. */
  graph(view: GraphView & ({ picture: PictureRef } | { problem: Said })): ChatMessage;
  /** Tells whoever asked where the chart will be. */
  graphComing(view: GraphView & { where: 'here' | 'direct' }): ChatMessage;
}
