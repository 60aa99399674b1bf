import type { Doubt, Doubtful } from '../domain/signals/doubts.ts';
import { formatDuration } from '../domain/time/duration.ts';

/** Why an answer is less than the whole, on a terminal. */
export function doubtsInWords({ doubts = [] }: Doubtful): string {
  return doubts.map(inWords).join('; ');
}

function inWords(doubt: Doubt): string {
  switch (doubt.code) {
    case 'partial':
      return doubt.words.length === 0
        ? 'the source says that a part is missing'
        : `the source says ${doubt.words.map((word) => `"${word}"`).join(', ')}`;
    case 'some':
      return `only ${doubt.came} of ${doubt.all} ${doubt.of}`;
    case 'cut':
      return `only the newest ${doubt.most} ${doubt.of} were looked at`;
    case 'cut-off':
      return doubt.forMs === undefined ? 'cut off from its primary' : `cut off from its primary for ${formatDuration(doubt.forMs)}`;
    case 'begun':
      return `counted for ${formatDuration(doubt.overMs)} of ${formatDuration(doubt.ofMs)} so far`;
    case 'stale':
      return `${formatDuration(doubt.ageMs)} old`;
  }
}
