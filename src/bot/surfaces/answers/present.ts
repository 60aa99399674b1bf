import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import { says, type Told } from '../../../domain/language/words.ts';
import type { DatabaseTrouble } from '../../../domain/process/database-trouble.ts';
import type { CommandHelp, DoneView } from '../../../views/answers.ts';
import { header, lineSections, message, section } from '../building-blocks/blocks.ts';
import { cut, escapeControls, manyLines, oneLine, person, safe, told } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** Private answers to whoever typed or clicked something. */

export function help(voice: Voice, commands: readonly CommandHelp[]): ChatMessage {
  const { t, command } = voice;
  // What a command is for is our own text and may show words to type as code.
  const lines = commands.map(({ usage, summary }) => `\`${command} ${safe(usage, 200)}\` ${cut(escapeControls(oneLine(summary)), 400)}`);
  const head = t.help.head(command);
  const intro = t.help.intro(command);
  const names = commands.map(({ usage }) => safe(usage, 100));
  return message(
    [`${head}:`, names.length > 0 ? t.list(names) : t.help.none],
    [header(head), ...lineSections([intro]), ...lineSections(lines.length > 0 ? lines : [t.help.none])],
  );
}

/** What a UserError says is ours and may carry `code`; what it quotes of a person's text is escaped all the same. */
export function userError(voice: Voice, { said }: { said: Told }): ChatMessage {
  const text = told(says`⚠ ${pick(said, voice.language)}`, 2_900);
  return message([text], [section(text)]);
}

export function unexpectedError(voice: Voice, reference: string): ChatMessage {
  const { error } = voice.t;
  return own(`⚠ ${error.unexpected}\n${error.reference(reference)}`);
}

export function databaseDown(voice: Voice, trouble: DatabaseTrouble): ChatMessage {
  return own(`⚠ ${voice.t.error.databaseDown[trouble]}`);
}

export function databaseUnsure(voice: Voice, { toldOnceKnown }: { toldOnceKnown: boolean }): ChatMessage {
  const { error } = voice.t;
  return own(`⚠ ${error.databaseUnsure(voice.command)}${toldOnceKnown ? `\n${error.toldOnceKnown}` : ''}`);
}

export function formFailed(voice: Voice): ChatMessage {
  return own(`⚠ ${voice.t.error.formFailed(voice.command)}`);
}

export function done(voice: Voice, view: DoneView): ChatMessage {
  const { t } = voice;
  const r = voice.texts.response;
  const ref = incidentRef(view.incident);
  switch (view.done) {
    case 'noted':
      return own(t.done.noted(ref));
    case 'moved':
      return own(t.done.moved(ref, t.state[view.incident.state]));
    case 'severity':
      return own(t.done.severity(ref, t.severity[view.incident.severity]));
    case 'language':
      return own(r.speaksDone(ref, view.incident.language ?? voice.language));
    case 'assigned':
      return mentioning(t.done.assigned(ref, t.role[view.role], person(view.user)));
    case 'named':
      return mentioning(voice.texts.diagnosis.done(voice.say(view.title, 120), ref));
    case 'kept':
      return own((view.late ? r.keptLate : r.kept)(safe(view.row, 20), ref));
    case 'paged':
      return mentioning(r.paged(view.users.slice(0, 20).map(person).join(', ')));
    case 'escalated':
      return own(r.escalatedDone(ref, t.toLevel[view.level]));
    case 'passed-on':
      return view.to === undefined ? own(r.passedOnNobody(ref)) : mentioning(r.passedOnDone(ref, person(view.to)));
    case 'update-posted':
      return own(r.updatePosted(ref));
    case 'update-skipped':
      return timed(voice, view, (when) => r.updateSkipped(ref, when));
    case 'update-approved':
      return timed(voice, view, (when) => voice.texts.updates.approvedDone(ref, when));
    case 'update-corrected':
      return own(voice.texts.updates.correctedDone(ref, view.sequence));
    case 'drift-settled':
      return own(voice.texts.externalPages.settledDone[view.how](ref, view.page));
    case 'social-agreed':
    case 'social-approved':
    case 'social-declined':
    case 'social-changed':
    case 'social-withdrawn':
      return own(voice.texts.social.done[view.done](ref));
    case 'retried': {
      const words = voice.texts.places;
      return own(view.pieces === 0 ? words.nothingWaits(ref) : words.tryingAgain(ref, view.pieces));
    }
    case 'acknowledged':
      if (view.before === undefined) return own(t.done.acknowledged(ref));
      return view.before === 'reader'
        ? own(t.done.acknowledgedBefore(ref))
        : mentioning(t.done.alreadyAcknowledged(ref, person(view.before.by)));
  }
}

/** For texts whose only markup is a mention made by `person`. */
function mentioning(text: string): ChatMessage {
  return message([text], [section(text)]);
}

/** With a moment in it, which a notification says in the playbook's zone. */
function timed({ format }: Voice, { nextAt, now }: { nextAt: Date; now: Date }, say: (when: string) => string): ChatMessage {
  return message([say(format.plainTime(nextAt, now))], [section(say(format.time(nextAt, now)))]);
}

export function confirmation(_voice: Voice, text: string): ChatMessage {
  return own(text);
}

function own(text: string): ChatMessage {
  const line = cut(escapeControls(manyLines(text)), 2_900) || '–';
  return message([line], [section(line)]);
}
