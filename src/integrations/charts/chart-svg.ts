import type { Chart } from '../../domain/signals/chart.ts';
import { PART_DASH, panel } from './panel.ts';
import { FONT, fitted, INK, text, widthOf } from './svg.ts';
import { markSymbol } from './symbols.ts';
import { timeAxis } from './time-axis.ts';

/** A phone shows this many units across its 360 points. */
const WIDTH = 720;
const MARGIN = 22;
const BETWEEN = 30;
const HEADER = 86;
const LEGEND_LINE = 34;
const SMALL = 19;

export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

/**
 * The whole picture: two columns of small multiples over one time axis (a single signal gets the whole width), with the marks explained
 * below. White paper with an edge of its own, so that it stands on a dark background as well.
 */
export function chartSvg(chart: Chart): Drawing {
  const columns = chart.panels.length > 1 ? 2 : 1;
  const width = (WIDTH - 2 * MARGIN - (columns - 1) * BETWEEN) / columns;
  const panelHeight = columns === 1 ? 330 : 206;
  const rows = Math.max(1, Math.ceil(chart.panels.length / columns));
  const rowHeight = panelHeight + 40;
  const legend = legendLines(chart);
  const legendTop = HEADER + rows * rowHeight + 8;
  const height = legendTop + legend.length * LEGEND_LINE + 10;
  const panels = chart.panels.map((it, index) => {
    const x = MARGIN + (index % columns) * (width + BETWEEN);
    const axis = timeAxis({ ...chart, range: [x, x + width], most: columns === 1 ? 7 : 4 });
    const place = { index, x, y: HEADER + Math.floor(index / columns) * rowHeight, width, height: panelHeight, axis };
    return panel(it, marksInside(chart), { ...place, labelled: true }, chart.words);
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT}">`,
    '<defs><pattern id="gap" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
    `<rect width="12" height="12" fill="${INK.shade}"/><rect width="3" height="12" fill="${INK.grid}"/></pattern></defs>`,
    `<rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="14" fill="${INK.paper}" stroke="${INK.grid}" stroke-width="2"/>`,
    text(MARGIN, 40, fitted(chart.title, 25, WIDTH - 2 * MARGIN, true), { size: 25, bold: true }),
    text(MARGIN, 68, fitted(chart.subtitle, SMALL, WIDTH - 2 * MARGIN), { size: SMALL, fill: INK.quiet }),
    ...panels,
    ...legend.map((line, index) => line(legendTop + 20 + index * LEGEND_LINE)),
    '</svg>',
  ].join('');
  return { svg, width: WIDTH, height };
}

function marksInside({ marks, from, to }: Chart): Chart['marks'] {
  return marks.filter(({ at }) => at >= from && at <= to);
}

type Entry = { width: number; draw: (x: number, y: number) => string };

/** What the flags and dashes mean, in as many lines as it takes. */
function legendLines(chart: Chart): ((y: number) => string)[] {
  const room = WIDTH - 2 * MARGIN;
  let number = 0;
  const entries: Entry[] = marksInside(chart).map((mark) => {
    if (mark.kind === 'mitigation') number += 1;
    const own = number;
    const label = fitted(mark.label, SMALL, room - 34);
    return {
      width: 30 + widthOf(label, SMALL),
      draw: (x, y) => `${markSymbol(mark, own, x + (mark.kind === 'opened' ? 2 : 11), y - 6)}${text(x + 28, y, label, { size: SMALL })}`,
    };
  });
  if (chart.panels.some(({ limits }) => limits.length > 0)) entries.push(limitEntry(chart.words.limit));
  if (chart.panels.some(({ samples = [] }) => samples.some(({ part }) => part))) entries.push(partEntry(chart.words.part));
  const lines: Entry[][] = [];
  let used = 0;
  for (const entry of entries) {
    const line = lines.at(-1);
    if (line && used + 24 + entry.width <= room) {
      line.push(entry);
      used += 24 + entry.width;
    } else {
      lines.push([entry]);
      used = entry.width;
    }
  }
  return lines.map((line) => (y: number) => {
    let x = MARGIN;
    return line
      .map((entry) => {
        const drawn = entry.draw(x, y);
        x += entry.width + 24;
        return drawn;
      })
      .join('');
  });
}

function limitEntry(word: string): Entry {
  return {
    width: 48 + widthOf(word, SMALL),
    draw: (x, y) =>
      `<path d="M${x},${y - 6}H${x + 38}" stroke="${INK.out}" stroke-width="2.5" stroke-dasharray="9 6"/>${text(x + 46, y, word, { size: SMALL })}`,
  };
}

function partEntry(word: string): Entry {
  return {
    width: 48 + widthOf(word, SMALL),
    draw: (x, y) =>
      `<path d="M${x},${y - 6}H${x + 38}" stroke="${INK.line}" stroke-width="3" stroke-linecap="round" stroke-dasharray="${PART_DASH}"/>${text(x + 46, y, word, { size: SMALL })}`,
  };
}
