import type { Said } from '../language/said.ts';
import type { ReadingState } from './reading.ts';

/** What a picture of signals shows, worded and formatted; how it is drawn is the renderer's business. */
export interface Chart {
  title: string;
  subtitle: string;
  from: Date;
  to: Date;
  /** IANA name: the time axis is in this zone. */
  zone: string;
  panels: readonly ChartPanel[];
  marks: readonly ChartMark[];
  words: { limit: string; noData: string; part: string };
}

export interface ChartSample {
  at: Date;
  value: number;
  part?: boolean;
}

/** One signal. */
export interface ChartPanel {
  title: string;
  /** The newest value, or the word for why there is none. */
  value: string;
  state: ReadingState;
  /** Says the state in words. */
  stateText: string;
  /** Oldest first; where the source had nothing there is none. Undefined when its past could not be read. `part`: less than the whole value. */
  samples: readonly ChartSample[] | undefined;
  /** Farther apart than this, two samples have a gap between them. */
  gapMs: number;
  limits: readonly { value: number; label: string; side: 'above' | 'below' }[];
  /** A value of the axis, with its unit. */
  format: (value: number) => string;
}

/** A moment that everything is looked at against. */
export interface ChartMark {
  at: Date;
  kind: 'opened' | 'mitigation' | 'recovered';
  /** What it was and when: `opened 14:02`. */
  label: string;
}

export interface Picture {
  png: Uint8Array;
  /** Pixels. */
  width: number;
  height: number;
}

/** Draws charts as PNG. Rejects only for a bug; whatever is in a chart can be drawn. */
export interface ChartRenderer {
  /** Why this machine can draw no pictures at all; undefined where it can. */
  available(): Promise<Said | undefined>;
  render(chart: Chart): Promise<Picture>;
}
