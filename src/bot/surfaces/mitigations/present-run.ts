import type { ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { MitigationRunProblem } from '../../../domain/mitigation/problem.ts';
import type { MitigationRunView } from '../../../views/mitigation.ts';
import { adviceOn } from '../../texts-in.ts';
import {
  actions,
  codeSection,
  context,
  header,
  image,
  LIMITS,
  lineSections,
  message,
  plainText,
  section,
} from '../building-blocks/blocks.ts';
import { channel, safe, safePlain } from '../building-blocks/escape.ts';
import { refusalText } from '../building-blocks/refusals.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { who } from '../building-blocks/who.ts';
import { runButtons } from './buttons.ts';
import { proofLines } from './proof.ts';
import { changeLines, recordText, secondText, type Way } from './words.ts';

const BY_HAND_MAX = 12;
const NAMES_MAX = 6;
const SAID_MAX = 1_000;

type Time = (at: Date, now: Date) => string;

/** The one message of a run. From the top: what it is, where it stands, what changes, whether it helped, what went wrong, what to press. */
export function mitigationRun(voice: Voice, view: MitigationRunView): ChatMessage {
  const t = voice.texts.mitigations.run;
  const byHand = commandsByHand(view);
  const blocks = [
    header(`🛠 ${safePlain(pick(view.title, voice.language), LIMITS.header - 3)}`),
    ...lineSections([`*${stateLine(voice, view, voice.format.time)}*`, ...haltedLines(voice, view), ...problemLines(voice, view)]),
    ...(byHand.length > 0 ? [section(`*${t.byHand}*`), ...codeSection(byHand)] : []),
    ...lineSections([
      ...undoneLines(voice, view),
      ...(view.byHand?.said === undefined ? [] : [voice.texts.byHand.what(safe(view.byHand.said, SAID_MAX))]),
      ...(view.because ? [t.because(voice.say(view.because, 300))] : []),
      ...changeLines(voice, view.plan.changes, wayOf(view)),
      ...proofLines(voice, view),
      ...overlapLines(voice, view),
      ...expiryLines(voice, view),
    ]),
    ...(view.chart ? [image(view.chart)] : []),
    ...actions(`mitigation.${view.id}`, runButtons(voice, view)),
    ...context([footer(voice, view)]),
  ];
  const spoken = [
    `${voice.say(view.title, 120)} (${incidentRef(view.incident)}):`,
    `${stateLine(voice, view, voice.format.plainTime)}.`,
    ...problemLines(voice, view),
    ...(view.verdict === undefined ? [] : [`${voice.texts.mitigations.verdict[view.verdict]}.`]),
  ];
  return message(spoken, blocks);
}

/** In the window from which it was begun: where it stands, for as long as that goes on. Everything else stands in its message. */
export function mitigationProgress(voice: Voice, view: MitigationRunView): ChatView {
  const words = voice.texts.mitigations;
  const { incident, state } = view;
  // It is watched after its last step, and so still under way for whoever began it.
  const begun = words.begun[state === 'running' ? 'executing' : state];
  const lines = [
    begun(voice.say(view.title, 120), incidentRef(incident)),
    `*${stateLine(voice, view, voice.format.time)}*`,
    ...haltedLines(voice, view),
    ...problemLines(voice, view),
    ...changeLines(voice, view.plan.changes, wayOf(view)),
    ...(incident.channelId === null ? [] : [words.form.goOn(channel(incident.channelId))]),
  ];
  return {
    type: 'modal',
    title: plainText(words.underWay, LIMITS.viewTitle),
    close: plainText(voice.t.modal.done, LIMITS.viewTitle),
    blocks: lineSections(lines),
  };
}

/** The values as they are by now, or are about to be. */
function wayOf({ state, outcome, undoWhy }: MitigationRunView): Way {
  if (state === 'undoing' || outcome === 'undone') return 'back';
  if (outcome === 'failed') return undoWhy === 'failed' ? 'back' : 'untouched';
  return outcome === 'stopped' ? 'untouched' : 'there';
}

/** Where it stands, in a symbol and words: never empty, never by colour. */
function stateLine(voice: Voice, view: MitigationRunView, time: Time): string {
  const t = voice.texts.mitigations.run;
  const { state, outcome, undoWhy, nextAt, ranAt, steps, stopBy, verdict, byHand, now } = view;
  const doneByHand = voice.texts.byHand.state;
  switch (state) {
    case 'waiting': {
      const second = secondText(voice, view.second) ?? t.anybodyElse;
      return nextAt ? t.waiting(second, time(nextAt, now)) : t.waitingOpen(second);
    }
    case 'announced':
      return nextAt ? t.announced(time(nextAt, now)) : t.announcedSoon;
    case 'executing':
      if (stopBy !== undefined) return voice.texts.stopping.stopping;
      return steps && steps.of > 0 ? t.executing(Math.min(steps.done + 1, steps.of), steps.of) : t.executingSoon;
    case 'running': {
      const done = byHand && ranAt ? doneByHand(time(ranAt, now)) : ranAt ? t.running(time(ranAt, now)) : t.runningNow;
      // Once judged, the next moment is another one, and has a line of its own.
      return verdict === undefined && nextAt ? `${done}, ${t.judgedAt(time(nextAt, now))}` : done;
    }
    case 'undoing':
      return t.undoing;
    case 'held':
      return undoWhy === undefined ? voice.texts.stopping.held : voice.texts.stopping.heldForUndo;
    case 'ended':
      if (byHand && ranAt) return doneByHand(time(ranAt, now));
      if (outcome === 'failed' && undoWhy !== 'failed') return t.failedUntouched;
      return outcome === undefined ? t.ended : t.outcome[outcome];
  }
}

/** What went wrong and what to do about it. */
function problemLines(voice: Voice, { problem }: MitigationRunView): string[] {
  if (!problem) return [];
  const t = voice.texts.mitigations.run;
  const named = bySomebody(voice, problem);
  if (named !== undefined) return [named];
  const advice = adviceOn(voice.language, problem.code);
  return [t.problem(problemText(voice, problem)), ...(advice === undefined ? [] : [advice])];
}

function problemText(voice: Voice, problem: MitigationRunProblem): string {
  if ('text' in problem) return voice.say(problem.text, 500);
  return 'refusal' in problem ? refusalText(voice, problem.refusal) : voice.texts.mitigations.run.ownProblem[problem.code];
}

/** What somebody did to a run is said with their name. */
function bySomebody(voice: Voice, { code, by }: NonNullable<MitigationRunView['problem']>): string | undefined {
  if (by === undefined) return undefined;
  const t = voice.texts.stopping;
  if (code === 'stopped') return t.stoppedBy(who(voice, by));
  return code === 'frozen' ? t.frozenBy(who(voice, by)) : undefined;
}

/** How far it came, when it did not come to its end; who stopped it while it still goes on. */
function haltedLines(voice: Voice, { state, outcome, steps, stopBy }: MitigationRunView): string[] {
  const t = voice.texts.stopping;
  const isHalfWay = state === 'held' || outcome === 'halted';
  return [
    ...(stopBy !== undefined && state === 'executing' ? [t.askedToStop(who(voice, stopBy))] : []),
    ...(isHalfWay && steps && steps.done < steps.of ? [t.steps(steps.done, steps.of)] : []),
  ];
}

/** What a person types instead: the failed run's own commands, or, when it could not be taken back, those of its plan. */
function commandsByHand({ problem, outcome, plan }: MitigationRunView): readonly string[] {
  const own = problem?.byHand ?? [];
  const commands = own.length === 0 && outcome === 'undo-failed' ? plan.changes.map(({ byHand }) => byHand.back) : own;
  return commands.slice(0, BY_HAND_MAX);
}

function undoneLines(voice: Voice, { state, outcome, undoBy, undoWhy }: MitigationRunView): string[] {
  if (state !== 'undoing' && outcome !== 'undone' && outcome !== 'undo-failed' && outcome !== 'failed') return [];
  const t = voice.texts.mitigations.run;
  return [
    ...(undoBy === undefined ? [] : [t.undoneBy(who(voice, undoBy))]),
    ...(undoWhy === undefined ? [] : [t.undoneBecause(t.undoWhy[undoWhy])]),
  ];
}

function overlapLines(voice: Voice, { overlaps }: MitigationRunView): string[] {
  if (overlaps.length === 0) return [];
  const names = overlaps.slice(0, NAMES_MAX).map((title) => voice.say(title, 80));
  return [voice.texts.mitigations.run.overlaps(voice.t.list(names))];
}

function expiryLines(voice: Voice, { expiresAt, keptBy, state, outcome, now }: MitigationRunView): string[] {
  const t = voice.texts.mitigations.run;
  const counts = state === 'running' || outcome === 'stays';
  if (!counts) return [];
  if (keptBy !== undefined) return [t.kept(who(voice, keptBy))];
  return expiresAt && state === 'running' ? [t.expires(voice.format.time(expiresAt, now))] : [];
}

function footer(voice: Voice, view: MitigationRunView): string {
  const words = voice.texts.mitigations;
  const t = words.run;
  const record = recordText(voice, view.record);
  const parts = [
    t.number(incidentRef(view.incident), String(view.id)),
    view.byHand ? voice.texts.byHand.saidBy(who(voice, view.by)) : t.by(who(voice, view.by)),
    view.approvedBy === undefined ? undefined : t.approvedBy(who(voice, view.approvedBy)),
    record,
  ];
  return parts.filter(Boolean).join(' · ');
}
