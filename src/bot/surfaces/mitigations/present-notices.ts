import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { Texts } from '../../../languages/index.ts';
import type { FreezeView, FrozenRunEndedView, FrozenRunView, MitigationBegunView } from '../../../views/mitigation.ts';
import { lineSections, message } from '../building-blocks/blocks.ts';
import { safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { who } from '../building-blocks/who.ts';

/** Privately, to whoever pressed. */
export function mitigationBegun(voice: Voice, { incident, title, state, did }: MitigationBegunView): ChatMessage {
  const text = wordsFor(voice, did, state)(voice.say(title, 120), incidentRef(incident));
  return message([text], lineSections([text]));
}

function wordsFor(
  voice: Voice,
  did: MitigationBegunView['did'],
  state: MitigationBegunView['state'],
): (title: string, ref: string) => string {
  const t = voice.texts.mitigations;
  if (did === undefined) return t.begun[state];
  if (did === 'done') return voice.texts.byHand.did;
  return did === 'stop' && state !== 'ended' ? voice.texts.stopping.willStop : t.did[did];
}

/** Once in the channel: nothing runs any more, or it may again. */
export function freezeNotice(voice: Voice, view: FreezeView): ChatMessage {
  const t = voice.texts.mitigations;
  if (view.liftedBy !== undefined) {
    const lifted = [...onlyOf(voice, view), t.lifted(who(voice, view.liftedBy)), ...runLines(voice, view)];
    return message(lifted, lineSections(lifted));
  }
  const end = [...runLines(voice, view), t.unfreeze(voice.command)];
  return message(
    [...onlyOf(voice, view), ...freezeLines(voice, view, voice.format.plainTime), ...end],
    lineSections([...onlyOf(voice, view), ...freezeLines(voice, view, voice.format.time), ...end]),
  );
}

/** Of which service, where it is not all of them. */
function onlyOf(voice: Voice, { service }: FreezeView): string[] {
  return service ? [voice.texts.stopping.onlyOf(voice.say(service, 80))] : [];
}

const RUNS_MAX = 12;

/** What is still going although everything is frozen, or still held although it is not any more. */
function runLines(voice: Voice, { runs = [], liftedBy }: FreezeView): string[] {
  if (runs.length === 0) return [];
  const t = voice.texts.stopping;
  const line = liftedBy === undefined ? goingLine : heldLine;
  const more = runs.length > RUNS_MAX ? [voice.texts.mitigations.moreChanges(runs.length - RUNS_MAX)] : [];
  return [liftedBy === undefined ? t.going : t.heldRuns, ...runs.slice(0, RUNS_MAX).map((run) => line(voice, run)), ...more];
}

function goingLine(voice: Voice, { title, sent, run }: FrozenRunView): string {
  const t = voice.texts.stopping;
  const [name, state] = [voice.say(title, 80), sent ? t.sent : t.between];
  return run ? t.goingRun(name, incidentRef({ id: run.incidentId }), String(run.id), state) : t.goingHidden(name, state);
}

function heldLine(voice: Voice, { title, run }: FrozenRunView): string {
  const t = voice.texts.stopping;
  const name = voice.say(title, 80);
  return run ? t.heldRun(name, incidentRef({ id: run.incidentId }), String(run.id)) : t.heldHidden(name);
}

/** Once in the channel: what was still going when everything was frozen has ended. */
export function frozenRunEnded(voice: Voice, { id, title, state, outcome }: FrozenRunEndedView): ChatMessage {
  const t = voice.texts.stopping.ended;
  const how = outcome === undefined ? STATE_ENDS[state] : OUTCOME_ENDS[outcome];
  const text = t[how](voice.say(title, 80), String(id));
  return message([text], lineSections([text]));
}

type Ended = keyof Texts['stopping']['ended'];

const STATE_ENDS: Record<FrozenRunEndedView['state'], Ended> = {
  waiting: 'halted',
  announced: 'halted',
  executing: 'halted',
  running: 'done',
  undoing: 'undoing',
  held: 'held',
  ended: 'halted',
};
const OUTCOME_ENDS: Record<NonNullable<FrozenRunEndedView['outcome']>, Ended> = {
  stays: 'done',
  superseded: 'done',
  undone: 'undone',
  failed: 'failed',
  stopped: 'halted',
  halted: 'halted',
  'undo-failed': 'undo-failed',
};

/** Who froze everything since when, and why. */
export function freezeLines(
  voice: Voice,
  { by, at, reason }: Pick<FreezeView, 'by' | 'at' | 'reason'>,
  time: (at: Date, now: Date) => string,
): string[] {
  const t = voice.texts.mitigations;
  return [t.frozen(who(voice, by), time(at, at)), ...(reason ? [t.frozenWhy(safe(reason, 500))] : [])];
}
