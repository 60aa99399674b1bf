import { incidentRef } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { MitigationRunView } from '../../domain/mitigation-views.ts';
import { saidIn } from '../../domain/said.ts';
import { MITIGATION_TEXTS } from '../texts/mitigations.ts';
import { actions, codeSection, context, header, image, LIMITS, lineSections, message, section } from './blocks.ts';
import { person, safePlain } from './escape.ts';
import { runButtons } from './mitigation-buttons.ts';
import { proofLines } from './mitigation-proof.ts';
import { changeLines, recordText, secondText } from './mitigation-words.ts';
import type { Voice } from './voice.ts';
import { who } from './who.ts';

const BY_HAND_MAX = 12;
const NAMES_MAX = 6;

type Time = (at: Date, now: Date) => string;

/** The one message of a run. From the top: what it is, where it stands, what changes, whether it helped, what went wrong, what to press. */
export function mitigationRun(voice: Voice, view: MitigationRunView): ChatMessage {
  const t = MITIGATION_TEXTS[voice.language].run;
  const byHand = commandsByHand(view);
  const blocks = [
    header(`🛠 ${safePlain(view.title[voice.language], LIMITS.header - 3)}`),
    ...lineSections([`*${stateLine(voice, view, voice.format.time)}*`, ...problemLines(voice, view)]),
    ...(byHand.length > 0 ? [section(`*${t.byHand}*`), ...codeSection(byHand)] : []),
    ...lineSections([
      ...undoneLines(voice, view),
      ...(view.because ? [t.because(voice.say(view.because, 300))] : []),
      ...changeLines(voice, view.plan.changes),
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
    ...(view.verdict === undefined ? [] : [`${MITIGATION_TEXTS[voice.language].verdict[view.verdict]}.`]),
  ];
  return message(spoken, blocks);
}

/** Where it stands, in a symbol and words: never empty, never by colour. */
function stateLine(voice: Voice, view: MitigationRunView, time: Time): string {
  const t = MITIGATION_TEXTS[voice.language].run;
  const { state, outcome, undoWhy, nextAt, ranAt, steps, verdict, now } = view;
  switch (state) {
    case 'waiting': {
      const second = secondText(voice, view.second) ?? t.anybodyElse;
      return nextAt ? t.waiting(second, time(nextAt, now)) : t.waitingOpen(second);
    }
    case 'announced':
      return nextAt ? t.announced(time(nextAt, now)) : t.announcedSoon;
    case 'executing':
      return steps && steps.of > 0 ? t.executing(Math.min(steps.done + 1, steps.of), steps.of) : t.executingSoon;
    case 'running': {
      const done = ranAt ? t.running(time(ranAt, now)) : t.runningNow;
      // Once judged, the next moment is another one, and has a line of its own.
      return verdict === undefined && nextAt ? `${done}, ${t.judgedAt(time(nextAt, now))}` : done;
    }
    case 'undoing':
      return t.undoing;
    case 'ended':
      if (outcome === 'failed' && undoWhy !== 'failed') return t.failedUntouched;
      return outcome === undefined ? t.ended : t.outcome[outcome];
  }
}

/** What went wrong and what to do about it. */
function problemLines(voice: Voice, { problem }: MitigationRunView): string[] {
  if (!problem) return [];
  const t = MITIGATION_TEXTS[voice.language].run;
  const by = problem.code === 'stopped' ? /^<@([UW][A-Z0-9]{2,30})>$/.exec(saidIn(problem.text, 'en'))?.[1] : undefined;
  if (by !== undefined) return [t.stoppedBy(person(by))];
  const advice = Object.hasOwn(t.advice, problem.code) ? t.advice[problem.code] : undefined;
  return [t.problem(voice.say(problem.text, 500)), ...(advice === undefined ? [] : [advice])];
}

/** What a person types instead: the failed run's own commands, or, when it could not be taken back, those of its plan. */
function commandsByHand({ problem, outcome, plan }: MitigationRunView): readonly string[] {
  const own = problem?.byHand ?? [];
  const commands = own.length === 0 && outcome === 'undo-failed' ? plan.changes.map(({ byHand }) => byHand.back) : own;
  return commands.slice(0, BY_HAND_MAX);
}

function undoneLines(voice: Voice, { state, outcome, undoBy, undoWhy }: MitigationRunView): string[] {
  if (state !== 'undoing' && outcome !== 'undone' && outcome !== 'undo-failed' && outcome !== 'failed') return [];
  const t = MITIGATION_TEXTS[voice.language].run;
  return [
    ...(undoBy === undefined ? [] : [t.undoneBy(who(voice, undoBy))]),
    ...(undoWhy === undefined ? [] : [t.undoneBecause(t.undoWhy[undoWhy])]),
  ];
}

function overlapLines(voice: Voice, { overlaps }: MitigationRunView): string[] {
  if (overlaps.length === 0) return [];
  const names = overlaps.slice(0, NAMES_MAX).map((title) => voice.say(title, 80));
  return [MITIGATION_TEXTS[voice.language].run.overlaps(voice.t.list(names))];
}

function expiryLines(voice: Voice, { expiresAt, keptBy, state, outcome, now }: MitigationRunView): string[] {
  const t = MITIGATION_TEXTS[voice.language].run;
  const counts = state === 'running' || outcome === 'stays';
  if (!counts) return [];
  if (keptBy !== undefined) return [t.kept(who(voice, keptBy))];
  return expiresAt && state === 'running' ? [t.expires(voice.format.time(expiresAt, now))] : [];
}

function footer(voice: Voice, view: MitigationRunView): string {
  const words = MITIGATION_TEXTS[voice.language];
  const t = words.run;
  const record = recordText(voice, view.record);
  const parts = [
    t.number(incidentRef(view.incident), String(view.id)),
    t.by(who(voice, view.by)),
    view.approvedBy === undefined ? undefined : t.approvedBy(who(voice, view.approvedBy)),
    record,
  ];
  return parts.filter(Boolean).join(' · ');
}
