import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { ChartMark, ChartPanel, ChartSample } from '../../domain/signals/chart.ts';
import { fitted, INK, round, text, widthOf } from './svg.ts';
import { MARK_DASH, markSymbol, stateInk, stateSymbol } from './symbols.ts';
import type { TimeAxis } from './time-axis.ts';

export interface PanelPlace {
  /** Makes ids inside the drawing unique. */
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
  axis: TimeAxis;
  /** Times are written below this one. */
  labelled: boolean;
}

const TITLE = 23;
const VALUE = 28;
const SMALL = 19;
const NOTHING = { size: 22, bold: true, fill: INK.quiet } as const;
/** Above the plot: title and newest value. */
const HEAD = 68;
/** Beyond these a number is drawn at the edge, or as a straight line: d3 finds no ticks there. */
const HUGE = 1e100;
const TINY = 1e-100;
/** Room for a mark's flag. */
const FLAG = 14;

/** One signal: its name, its newest value and state, its line with limits and marks. */
export function panel(it: ChartPanel, marks: readonly ChartMark[], place: PanelPlace, words: { noData: string }): string {
  const { x, y, width, height, axis, labelled } = place;
  const top = y + HEAD + FLAG;
  const bottom = y + height;
  const scale = scaleLinear(domainOf(it), [bottom, top]).clamp(true);
  const known = it.samples && it.samples.length > 0;
  return [
    `<g>`,
    head(it, x, y, width),
    ...scale
      .ticks(2)
      .filter((tick) => tick !== 0)
      .map((tick) => `<path d="M${x},${round(scale(tick))}H${x + width}" stroke="${INK.grid}" stroke-width="1.5"/>`),
    ...axis.ticks.map(({ at }) => `<path d="M${round(axis.x(at))},${top}V${bottom}" stroke="${INK.grid}" stroke-width="1.5"/>`),
    `<path d="M${x},${bottom}H${x + width}" stroke="${INK.quiet}" stroke-width="2"/>`,
    known ? '' : shaded([x, x + width], top, bottom),
    ...gaps(it, axis).map((gap) => shaded(gap, top, bottom)),
    ...limitLines(it, scale, place),
    ...curve(it, scale, place, top),
    ...markLines(marks, axis, top, bottom),
    known ? '' : text(x + width / 2, (top + bottom) / 2 + 8, words.noData, { ...NOTHING, anchor: 'middle', halo: true }),
    ...valueLabels(it, scale, place),
    ...(labelled ? axis.ticks.map(({ at, label }) => timeLabel(axis.x(at), bottom, label, place)) : []),
    `</g>`,
  ].join('');
}

function head(it: ChartPanel, x: number, y: number, width: number): string {
  const judged = it.state !== 'normal' || it.limits.length > 0;
  const value = fitted(it.value, VALUE, it.stateText === '' ? width - 28 : width * 0.6, true);
  const room = width - 28 - widthOf(value, VALUE, true) - 10;
  return [
    text(x, y + TITLE, fitted(it.title, TITLE, width, true), { size: TITLE, bold: true }),
    stateSymbol(judged ? it.state : 'unjudged', x + 11, y + HEAD - 18, 17),
    text(x + 28, y + HEAD - 8, value, {
      size: VALUE,
      bold: true,
      behind: { words: fitted(it.stateText, SMALL, room), size: SMALL, fill: judged ? stateInk(it.state) : INK.quiet },
    }),
  ].join('');
}

/** From zero to above the highest value, and so high that the nearest limit is seen: a calm signal looks calm. */
export function domainOf(it: Pick<ChartPanel, 'samples' | 'limits'>): [number, number] {
  const drawn = (value: number): boolean => Math.abs(value) <= HUGE;
  const values = (it.samples ?? []).map(({ value }) => value).filter(drawn);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const limits = it.limits.map(({ value }) => value).filter((limit) => drawn(limit) && limit > 0);
  const nearest = limits.length === 0 ? 0 : Math.min(...limits);
  const top = Math.max(highest * 1.12, nearest * 1.25);
  return [lowest, top - lowest > TINY ? top : lowest + 1];
}

function inDomain(value: number, [low, high]: readonly number[]): boolean {
  return value >= (low ?? 0) && value <= (high ?? 0);
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function limitLines(it: ChartPanel, scale: Scale, { x, width }: PanelPlace): string[] {
  return it.limits
    .filter(({ value }) => inDomain(value, scale.domain()))
    .map(
      ({ value }) => `<path d="M${x},${round(scale(value))}H${x + width}" stroke="${INK.out}" stroke-width="2.5" stroke-dasharray="9 6"/>`,
    );
}

/** Of what is measured only in part the line is dotted. */
export const PART_DASH = '0.1 8';

/** The line, drawn again thicker and in another colour where it is beyond the nearest limit. */
function curve(it: ChartPanel, scale: Scale, { x, width, axis, index }: PanelPlace, top: number): string[] {
  const path = line<ChartSample>(
    ({ at }) => round(axis.x(at)),
    ({ value }) => round(scale(value)),
  );
  const pieces = runsOf(it).flatMap(piecesOf);
  const drawn = (part: boolean) =>
    pieces
      .filter((piece) => piece.part === part)
      .map(({ samples }) => (samples.length === 1 ? dotOf(samples[0], axis, scale) : (path(samples) ?? '')))
      .join('');
  const lines = [
    { d: drawn(false), dash: '' },
    { d: drawn(true), dash: ` stroke-dasharray="${PART_DASH}"` },
  ].filter(({ d }) => d !== '');
  const stroke = (ink: string, thick: number, clip = '') =>
    lines
      .map(
        ({ d, dash }) =>
          `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${thick}" stroke-linejoin="round" stroke-linecap="round"${dash}${clip}/>`,
      )
      .join('');
  const bottom = scale(scale.domain()[0] ?? 0);
  const zones = [
    zone(it, 'above', (edge) => [top - 10, edge - (top - 10)], scale),
    zone(it, 'below', (edge) => [edge, bottom + 5 - edge], scale),
  ].flat();
  const clips = zones.map(([from, height]) => `<rect x="${x - 5}" y="${round(from)}" width="${width + 10}" height="${round(height)}"/>`);
  return [
    stroke(INK.line, 3),
    ...(clips.length > 0
      ? [`<clipPath id="out${index}">${clips.join('')}</clipPath>`, stroke(INK.out, 5.5, ` clip-path="url(#out${index})"`)]
      : []),
  ];
}

/** The part of the plot beyond the nearest limit of one side, as top and height. */
function zone(it: ChartPanel, side: 'above' | 'below', part: (edge: number) => [number, number], scale: Scale): [number, number][] {
  const values = it.limits.filter((limit) => limit.side === side).map(({ value }) => value);
  if (values.length === 0) return [];
  const edge = side === 'above' ? Math.min(...values) : Math.max(...values);
  return inDomain(edge, scale.domain()) ? [part(scale(edge))] : [];
}

/** A run in pieces of one kind; what leads to or from a part is drawn as one. */
function piecesOf(run: readonly ChartSample[]): { part: boolean; samples: ChartSample[] }[] {
  const [first] = run;
  if (!first) return [];
  if (run.length === 1) return [{ part: first.part === true, samples: [first] }];
  const pieces: { part: boolean; samples: ChartSample[] }[] = [];
  run.slice(1).forEach((sample, index) => {
    const before = run[index] ?? first;
    const part = sample.part === true || before.part === true;
    const last = pieces.at(-1);
    if (last?.part === part) last.samples.push(sample);
    else pieces.push({ part, samples: [before, sample] });
  });
  return pieces;
}

function dotOf(sample: ChartSample | undefined, axis: TimeAxis, scale: Scale): string {
  return sample ? `M${round(axis.x(sample.at))},${round(scale(sample.value))}h0.1` : '';
}

/** Samples without a gap between them. Infinity is a value: it is drawn at the edge. */
function runsOf({ samples = [], gapMs }: Pick<ChartPanel, 'samples' | 'gapMs'>): ChartSample[][] {
  const runs: ChartSample[][] = [];
  for (const sample of samples) {
    if (Number.isNaN(sample.value)) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && sample.at.getTime() - last.at.getTime() <= gapMs) run.push(sample);
    else runs.push([sample]);
  }
  return runs;
}

/** Where the source had nothing, as places on the axis. */
function gaps(it: ChartPanel, axis: TimeAxis): [number, number][] {
  const runs = runsOf(it);
  return runs.slice(1).flatMap((run, index): [number, number][] => {
    const before = runs[index]?.at(-1);
    const after = run[0];
    return before && after ? [[axis.x(before.at), axis.x(after.at)]] : [];
  });
}

function shaded([from, to]: [number, number], top: number, bottom: number): string {
  return `<rect x="${round(from)}" y="${top}" width="${round(to - from)}" height="${bottom - top}" fill="url(#gap)"/>`;
}

function markLines(marks: readonly ChartMark[], axis: TimeAxis, top: number, bottom: number): string[] {
  let number = 0;
  return marks.map((mark) => {
    if (mark.kind === 'mitigation') number += 1;
    const x = round(axis.x(mark.at));
    const dash = MARK_DASH[mark.kind];
    return `<path d="M${x},${top - FLAG}V${bottom}" stroke="${INK.mark}" stroke-width="2.5"${dash ? ` stroke-dasharray="${dash}"` : ''}/>${markSymbol(mark, number, x, top - 4)}`;
  });
}

/** What the axis and the limits are worth: on the left the scale, on the right the limits. */
function valueLabels(it: ChartPanel, scale: Scale, { x }: PanelPlace): string[] {
  const shown = it.limits.filter(({ value }) => inDomain(value, scale.domain()));
  const near = (value: number) => shown.some((limit) => Math.abs(scale(limit.value) - scale(value)) < SMALL);
  // One whose words would reach into the value above the plot is left to the eye.
  const highest = Math.min(...scale.range()) + SMALL;
  const ticks = scale.ticks(2).filter((tick) => tick !== 0 && !near(tick) && scale(tick) >= highest);
  return [
    ...ticks.map((tick) => text(x + 2, round(scale(tick)) - 4, it.format(tick), { size: SMALL, fill: INK.quiet, halo: true })),
    ...shown.map(({ value, label }) => text(x + 2, round(scale(value)) - 5, label, { size: SMALL, bold: true, fill: INK.out, halo: true })),
  ];
}

function timeLabel(at: number, bottom: number, label: string, { x, width }: PanelPlace): string {
  const half = widthOf(label, SMALL) / 2;
  return text(Math.min(Math.max(at, x + half), x + width - half), bottom + 23, label, { size: SMALL, fill: INK.quiet, anchor: 'middle' });
}
