import { pick } from '../../../domain/language/pick.ts';
import { isWhole } from '../../../domain/signals/doubts.ts';
import type { ReadingView } from '../../../views/readings.ts';
import type { UpdateTextView } from '../../../views/updates.ts';
import { isOff, isUnread, stateOf } from '../briefing/readings.ts';
import { cut, manyLines, oneLine } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** What any surface takes; a person who writes more is told so by the form. */
export const UPDATE_TEXT_MAX = 2_000;
/** Of an incident's name on pages of others. */
const TITLE_MAX = 200;
/** More numbers than this are for those who work on it. */
const NAMED_MAX = 3;
/** A value that moved by less than this has not changed. */
const NOTABLE_CHANGE = 0.1;

/** The text of an update as everybody reads it: plain, in one language. What has no value leaves no hole in it. */
export function updateText(voice: Voice, view: UpdateTextView): string {
  const { texts, format, language } = voice;
  const t = voice.texts.updates;
  const { incident, stage, nextAt, now } = view;
  const plain = (text: Parameters<Voice['say']>[0]) => oneLine(typeof text === 'string' ? text : pickIn(text, language));
  const service = plain(voice.service.name) || oneLine(voice.service.key);
  const cancelled = incident.state === 'cancelled';
  const own = cancelled
    ? t.cancelTemplate
    : view.kind === 'end'
      ? t.endTemplate
      : stage === 'monitoring'
        ? t.recoveringTemplate
        : t.template;
  const template = view.template && !cancelled ? pickIn(view.template, language) : own;
  const done = (view.done ?? []).map(plain).filter(Boolean).join(', ');
  const changed = view.readings
    .filter(isOff)
    .slice(0, NAMED_MAX)
    .map((reading) => `${plain(reading.title)} ${shownValue(voice, reading)}`);
  const values = {
    service,
    title: oneLine(incident.title),
    number: String(incident.id),
    severity: incident.severity.toUpperCase(),
    state: texts.incident.state[incident.state],
    effect: view.scenario ? plain(view.scenario.outside ?? view.scenario.effect) : t.effect(service),
    readings: changed.join(', '),
    changed: changed.length === 0 ? '' : t.changed(changed.join(', ')),
    onset: format.publicTime(incident.onsetAt, now),
    duration: format.duration(inMinutes(now.getTime() - incident.onsetAt.getTime())),
    stage: t.stage[stage],
    progress: progressOf(voice, view),
    done: done === '' ? '' : view.kind === 'end' ? t.doneInAll(done) : t.done(done),
    cause: view.cause ? t.cause(plain(view.cause)) : '',
    ...(nextAt && { nextUpdate: format.publicTime(nextAt, now) }),
  };
  return cut(manyLines(withoutHoles(fill(template, values))), UPDATE_TEXT_MAX);
}

/** What an incident is called where nobody knows its title: what users notice of it. */
export function pageTitle(voice: Voice, { scenario }: { scenario?: UpdateTextView['scenario'] }): string {
  const effect = scenario ? oneLine(pickIn(scenario.outside ?? scenario.effect, voice.language)) : '';
  const service = oneLine(pickIn(voice.service.name, voice.language)) || oneLine(voice.service.key);
  return cut(effect || voice.texts.updates.effect(service), TITLE_MAX);
}

function shownValue({ format }: Voice, { reading, unit }: ReadingView): string {
  return reading.value === undefined ? '' : format.value(reading.value, unit);
}

/** Whether it became better or worse since the update before; nothing where nobody knows. */
function progressOf({ texts }: Voice, { readings, previous = [], stage }: UpdateTextView): string {
  // Back to normal says more.
  if (stage === 'monitoring' || stage === 'resolved') return '';
  const moves = readings.flatMap((reading) => {
    const before = previous.find(({ key }) => key === reading.key);
    const move = before && moveOf(before, reading);
    return move === undefined ? [] : [move];
  });
  if (moves.length === 0) return '';
  const [better, worse] = [moves.includes('better'), moves.includes('worse')];
  return texts.updates.progress[better && worse ? 'mixed' : better ? 'better' : worse ? 'worse' : 'same'];
}

/** Of a signal that is or was off; what was normal all the time tells nobody anything. */
function moveOf(before: ReadingView, after: ReadingView): 'better' | 'worse' | 'same' | undefined {
  const [was, is] = [before.reading.value, after.reading.value];
  if (was === undefined || is === undefined || isUnread(before) || isUnread(after) || !(isOff(before) || isOff(after))) return undefined;
  if (!isWhole(before.reading) || !isWhole(after.reading)) return undefined;
  if (isOff(before) !== isOff(after)) return isOff(after) ? 'worse' : 'better';
  if (stateOf(before) !== stateOf(after)) return stateOf(after) === 'critical' ? 'worse' : 'better';
  if (was === is || Math.abs(is - was) < NOTABLE_CHANGE * Math.abs(was) || after.better === 'neither') return 'same';
  return is > was === (after.better === 'higher') ? 'better' : 'worse';
}

/** Placeholders that had nothing to say leave no double space behind. */
function withoutHoles(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split(' ').filter(Boolean).join(' '))
    .join('\n')
    .trim();
}

function pickIn(text: Parameters<typeof pick>[0], language: string): string {
  return pick(text as Readonly<Record<string, string>>, language);
}

/** Nobody outside counts seconds, unless there is nothing else to count. */
export function inMinutes(ms: number): number {
  return ms < MINUTE_MS ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

const MINUTE_MS = 60_000;
