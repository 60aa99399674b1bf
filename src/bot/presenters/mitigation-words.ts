import type { TrackRecord } from '../../domain/mitigation/ledger.ts';
import type { PlannedChange } from '../../domain/mitigation/plan.ts';
import type { DialValue } from '../../domain/mitigation/targets.ts';
import type { MitigationOfferView } from '../../domain/mitigation-views.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { MITIGATION_TEXTS } from '../texts/mitigations.ts';
import { cut, escapeControls, oneLine, person, safe } from './escape.ts';
import type { Voice } from './voice.ts';

const CHANGES_MAX = 12;
const VALUE_MAX = 200;

/** `helped 4 of 5 times, median 3 min`; undefined when the past says nothing. */
export function recordText(voice: Voice, record: TrackRecord | undefined): string | undefined {
  if (!record) return undefined;
  const t = MITIGATION_TEXTS[voice.language];
  const helped = t.record(record.helped, record.of);
  return record.medianMs === undefined ? helped : `${helped}, ${t.median(voice.format.duration(record.medianMs))}`;
}

export function secondText(voice: Voice, second: MitigationOfferView['second']): string | undefined {
  return second && MITIGATION_TEXTS[voice.language].second[second];
}

/** A value of a target, as it stands there. */
export function dialText(voice: Voice, value: DialValue): string {
  return value === null ? MITIGATION_TEXTS[voice.language].notSet : safe(String(value), VALUE_MAX, '""');
}

/** One line for each change: where, from what, to what. */
export function changeLines(voice: Voice, changes: readonly PlannedChange[]): string[] {
  const t = MITIGATION_TEXTS[voice.language];
  const lines = changes.slice(0, CHANGES_MAX).map(({ where, unit, from, to }) => {
    const counted = unit && typeof to === 'number' ? ` ${voice.say(unit, 40)}` : '';
    return `${t.change(safe(where, 200), dialText(voice, from.value), dialText(voice, to))}${counted}`;
  });
  return changes.length > CHANGES_MAX ? [...lines, t.moreChanges(changes.length - CHANGES_MAX)] : lines;
}

/**
 * What a guard or a plan says, shown to one person: its `code` stays, and so does the person it names first. Whatever else looks like a mention
 * was typed by somebody (the reason of a freeze) and stays text.
 */
export function ownWords(voice: Voice, text: Bilingual, max = 500): string {
  const line = oneLine(text[voice.language]);
  const [, before = '', id, after = ''] = /^([^<]*)<@([UW][A-Z0-9]{2,30})>(.*)$/.exec(line) ?? [];
  const said = id === undefined ? escapeControls(line) : `${escapeControls(before)}${person(id)}${escapeControls(after)}`;
  return cut(said, max) || '–';
}
