import type { ChartMark } from '../../domain/signals/chart.ts';
import type { ReadingState } from '../../domain/signals/reading.ts';
import { INK, text } from './svg.ts';

/** Shapes instead of letters, so that no font needs to have them; each differs without colour. */

/** `unjudged`: there is a value and nothing to judge it by. */
export type Sign = ReadingState | 'unjudged';

const STATE_INK: Record<Sign, string> = {
  critical: INK.out,
  warning: INK.warning,
  normal: INK.normal,
  unsure: INK.warning,
  unjudged: INK.quiet,
  'no-data': INK.quiet,
  unreachable: INK.quiet,
};

export function stateInk(state: Sign): string {
  return STATE_INK[state];
}

/** A cross, a triangle, a dot, half a dot, a ring, a dash or a question mark, in a square of `size` around the point. */
export function stateSymbol(state: Sign, x: number, y: number, size: number): string {
  const half = size / 2;
  const ink = stateInk(state);
  switch (state) {
    case 'critical':
      return `<path d="M${x - half},${y - half}L${x + half},${y + half}M${x - half},${y + half}L${x + half},${y - half}" stroke="${ink}" stroke-width="5" stroke-linecap="round"/>`;
    case 'warning':
      return `<path d="M${x},${y - half}L${x + half},${y + half}H${x - half}Z" fill="${ink}"/>`;
    case 'normal':
      return `<circle cx="${x}" cy="${y}" r="${half * 0.8}" fill="${ink}"/>`;
    case 'unsure':
      return `<circle cx="${x}" cy="${y}" r="${half * 0.7}" fill="none" stroke="${ink}" stroke-width="3"/><path d="M${x},${y - half * 0.7}A${half * 0.7},${half * 0.7} 0 0 0 ${x},${y + half * 0.7}Z" fill="${ink}"/>`;
    case 'unjudged':
      return `<circle cx="${x}" cy="${y}" r="${half * 0.7}" fill="none" stroke="${ink}" stroke-width="3"/>`;
    case 'no-data':
      return `<path d="M${x - half},${y}H${x + half}" stroke="${ink}" stroke-width="4"/>`;
    case 'unreachable':
      return text(x, y + half, '?', { size: size * 1.4, bold: true, fill: ink, anchor: 'middle' });
  }
}

/** The flag of a mark: a pennant for the opening, a number for each mitigation, a tick for the recovery. */
export function markSymbol(mark: Pick<ChartMark, 'kind'>, number: number, x: number, y: number): string {
  switch (mark.kind) {
    case 'opened':
      return `<path d="M${x},${y - 10}L${x + 17},${y}L${x},${y + 10}Z" fill="${INK.mark}"/>`;
    case 'mitigation':
      return `<circle cx="${x}" cy="${y}" r="11" fill="${INK.mark}"/>${text(x, y + 6, String(number), { size: 17, bold: true, fill: INK.paper, anchor: 'middle' })}`;
    case 'recovered':
      return `<circle cx="${x}" cy="${y}" r="11" fill="${INK.normal}"/><path d="M${x - 5},${y}L${x - 1},${y + 5}L${x + 6},${y - 4}" fill="none" stroke="${INK.paper}" stroke-width="3"/>`;
  }
}

/** Solid for the opening, dashed for mitigations, dash and dot for the recovery. */
export const MARK_DASH: Record<ChartMark['kind'], string> = { opened: '', mitigation: '7 5', recovered: '10 4 2 4' };
