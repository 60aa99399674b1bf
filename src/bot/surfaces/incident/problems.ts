import { refusedBy } from '../../../domain/chat/refusals.ts';
import { productLanguage } from '../../../domain/language/bilingual.ts';
import { saidIn } from '../../../domain/language/said.ts';
import { own } from '../../../domain/text/own.ts';
import type { ProblemView } from '../../../views/problems.ts';
import { adviceOn } from '../../texts-in.ts';
import { aside, channel, escapeControls, person, plainAddress, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** Anything longer than this is not read; the rest is in the log. */
const TEXT_MAX = 400;

/** What happened to one part: advice where the code is known, the other side's words otherwise, and what happens next. */
export function problemLine(voice: Voice, problem: ProblemView): string {
  const { t } = voice;
  const next = problem.retrying ? t.problem.retrying : t.problem.stuck;
  const there = problem.insteadChannel === undefined ? problem.instead && place(problem.instead) : channel(problem.insteadChannel);
  const instead = there ? t.problem.instead(there) : undefined;
  return [t.problem.line(t.part[problem.part], whatHappened(voice, problem)), next, instead].filter(Boolean).join(' ');
}

/** An address becomes a link, because Slack links nothing by itself in our texts. */
function place(what: string): string {
  const address = plainAddress(what.trim());
  return address ? `<${address}>` : safe(what, 200);
}

function whatHappened(voice: Voice, problem: ProblemView): string {
  if (problem.people !== undefined) return notInvited(voice, problem.people, problem.code);
  // The other side's bare word beside its advice would only be noise.
  const words = problem.text === problem.code ? '' : safe(saidIn(problem.text, voice.language), TEXT_MAX, '');
  const advice = adviceFor(voice, problem.code);
  if (words === '') return advice ?? `${safe(problem.code ?? '', 80, '?')}.`;
  // What is ours says what to do itself, and more exactly; what came as it is may be in another language than the reader's.
  const isRead = typeof problem.text !== 'string' || productLanguage(voice.language) === 'en';
  return isRead || advice === undefined ? ended(words) : `${advice} ${aside(words)}`;
}

function adviceFor(voice: Voice, code: string | undefined): string | undefined {
  const advice = code === undefined ? undefined : (own(voice.texts.slack, code) ?? adviceOn(voice.language, code));
  return advice && escapeControls(advice);
}

/** With a full stop, if it has no end of its own. */
function ended(words: string): string {
  return /[.!?…。]$/.test(words) ? words : `${words}.`;
}

const PEOPLE_MAX = 20;

/** Why depends on the kind of account; what to do, on why. */
function notInvited({ t }: Voice, people: readonly string[], code: string | undefined): string {
  const { notInvited: said } = t.problem;
  const who = t.list([
    ...people.slice(0, PEOPLE_MAX).map(person),
    ...(people.length > PEOPLE_MAX ? [`+${people.length - PEOPLE_MAX}`] : []),
  ]);
  const refused = refusedBy(code ?? '');
  switch (refused.about === 'person' ? refused.because : undefined) {
    case 'guest':
      return said.guests(who);
    case 'gone':
      return said.gone(who);
    case 'elsewhere':
      return said.elsewhere(who);
    default:
      return said.refused(who, safe(code ?? '', 80, '?'));
  }
}

/** One line per problem, each with a sign for the eye. */
export function problemLines(voice: Voice, problems: readonly ProblemView[]): string[] {
  return problems.slice(0, 15).map((problem) => `⚠ ${problemLine(voice, problem)}`);
}
