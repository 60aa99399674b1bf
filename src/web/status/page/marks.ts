import type { MaintenanceState } from '../../../domain/status-page/maintenance.ts';
import type { ShownState } from '../../../domain/status-page/states.ts';
import type { PublicState } from '../../../domain/updates/public-status.ts';
import type { PublicStage } from '../../../domain/updates/told-text.ts';
import { escaped } from './html.ts';

export type Marked = PublicState | ShownState | PublicStage | MaintenanceState | 'unknown';

/** Shape and words carry the state, colour only repeats it. */
const MARK: Readonly<Record<Marked, string>> = {
  ok: '✓',
  operational: '✓',
  completed: '✓',
  resolved: '✓',
  unstated: '–',
  cancelled: '–',
  investigating: '!',
  identified: '!',
  delayed: '!',
  degraded: '!',
  'partial-outage': '!',
  'major-outage': '✕',
  waiting: '…',
  monitoring: '…',
  'under-maintenance': '…',
  'under-way': '…',
  planned: '…',
  unknown: '?',
};

export function mark(state: Marked): string {
  return `<span class="mark ${state}" aria-hidden="true">${MARK[state]}</span>`;
}

/** A state in a line, with its words. */
export function now(state: Marked, words: string): string {
  return `<span class="now">${mark(state)}${escaped(words)}</span>`;
}

export function heading(state: Marked, words: string): string {
  return `<h2 class="head">${mark(state)}<span>${escaped(words)}</span></h2>`;
}
