import type { SignalSpec } from '../../../domain/playbook/schema.ts';
import type { Doubt, Doubtful } from '../../../domain/signals/doubts.ts';
import { aside, escapeControls, safe } from './escape.ts';
import type { Voice } from './voice.ts';

/** A source's own words, of each doubt. */
const WORDS_MAX = 120;

/** ` (only 2 of 3 brokers)`: why an answer is less than the whole; empty for a whole one. */
export function whyDoubtful(voice: Voice, { doubts = [] }: Doubtful, unit: SignalSpec['unit'] = 'count'): string {
  if (doubts.length === 0) return '';
  return ` ${aside(doubts.map((doubt) => doubtText(voice, doubt, unit)).join('; '))}`;
}

function doubtText(voice: Voice, doubt: Doubt, unit: SignalSpec['unit'] = 'count'): string {
  const { format } = voice;
  const t = voice.texts.doubts;
  const count = (value: number) => escapeControls(format.value(value, 'count'));
  switch (doubt.code) {
    case 'partial':
      return doubt.words.length === 0 ? t.partial : t.says(safe(doubt.words.join(' · '), WORDS_MAX));
    case 'some':
      return t.some(doubt.of, count(doubt.came), count(doubt.all));
    case 'cut':
      return t.cut(doubt.of, count(doubt.most));
    case 'cut-off':
      return t.cutOff(doubt.forMs === undefined ? undefined : format.duration(doubt.forMs));
    case 'begun':
      return t.begun(format.duration(doubt.overMs), format.duration(doubt.ofMs));
    case 'stale':
      return t.stale(escapeControls(format.value(doubt.value, unit)), format.duration(doubt.ageMs));
  }
}
