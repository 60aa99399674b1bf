import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { TrackRecord } from '../../../domain/mitigation/ledger.ts';
import type { PlannedChange } from '../../../domain/mitigation/plan.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import type { MitigationOfferView } from '../../../views/mitigation.ts';
import { safe, toldInLine } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const CHANGES_MAX = 12;
const VALUE_MAX = 200;

/** `helped 4 of 5 times, median 3 min`; undefined when the past says nothing. */
export function recordText(voice: Voice, record: TrackRecord | undefined): string | undefined {
  if (!record) return undefined;
  const t = voice.texts.mitigations;
  const helped = t.record(record.helped, record.of);
  return record.medianMs === undefined ? helped : `${helped}, ${t.median(voice.format.duration(record.medianMs))}`;
}

export function secondText(voice: Voice, second: MitigationOfferView['second']): string | undefined {
  return second && voice.texts.mitigations.second[second];
}

/** A value of a target, as it stands there. */
function dialText(voice: Voice, value: DialValue): string {
  return value === null ? voice.texts.mitigations.notSet : safe(String(value), VALUE_MAX, '""');
}

/** Which way changes are shown: as they are or were made, as they are taken back, or as nothing came of them. */
export type Way = 'there' | 'back' | 'untouched';

/** One line for each change: what, from what, to what; the value that counts now, or will, stands out. */
export function changeLines(voice: Voice, changes: readonly PlannedChange[], way: Way = 'there'): string[] {
  const t = voice.texts.mitigations;
  const lines = changes.slice(0, CHANGES_MAX).map((change) => changeLine(voice, change, way));
  return changes.length > CHANGES_MAX ? [...lines, t.moreChanges(changes.length - CHANGES_MAX)] : lines;
}

function changeLine(voice: Voice, { title, where, unit, restarts, from, to, back }: PlannedChange, way: Way): string {
  const t = voice.texts.mitigations;
  const what = title ? voice.say(title, 200) : safe(where, 200);
  if (restarts) return { there: t.restart, back: t.restartBack, untouched: t.noRestart }[way](what);
  const [was, is, before] = [from.value, to, back].map((value) => dialText(voice, value)) as [string, string, string];
  const line = { there: t.change(what, was, is), back: t.change(what, is, before), untouched: t.unchanged(what, was, is) }[way];
  const shown = { there: to, back, untouched: from.value }[way];
  return unit && typeof shown === 'number' ? `${line} ${voice.say(unit, 40)}` : line;
}

/** What a plan says of itself: ours, so that its `code` stays. */
export function ownWords(voice: Voice, text: Bilingual, max = 500): string {
  return toldInLine(pick(text, voice.language), max);
}
