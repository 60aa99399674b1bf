import type { ProblemView } from '../../domain/views.ts';
import { channel, plainAddress, safe } from './escape.ts';
import type { Voice } from './voice.ts';

/** Anything longer than this is not read; the rest is in the log. */
const TEXT_MAX = 400;

/** `(Slack: restricted_action at pins.add)`, with which our adapter ends what it says. */
const SLACK_TAG = /\(Slack: [^()]+\)$/;

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
  const advice = adviceFor(voice, problem.code);
  const own = safe(problem.text, TEXT_MAX, '');
  const words = own && !/[.!?…。]$/.test(own) ? `${own}.` : own;
  if (!advice) return words || `${safe(problem.code ?? '', 80, '?')}.`;
  // The vendor's bare word beside its translation would only be noise.
  if (own === '' || own === problem.code) return advice;
  // Adapters say in English what to do, and more exactly: the same advice twice is read by nobody.
  if (voice.language === 'en') return words;
  // Which scope is missing no translation knows; of the rest Slack's own word is enough to look it up.
  const tag = problem.code === 'missing_scope' ? undefined : SLACK_TAG.exec(own)?.[0];
  return `${advice} ${tag ?? `(${own.replace(/\.$/, '')})`}`;
}

function adviceFor(voice: Voice, code: string | undefined): string | undefined {
  const { advice } = voice.t;
  return code !== undefined && Object.hasOwn(advice, code) ? advice[code as keyof typeof advice] : undefined;
}

/** One line per problem, each with a sign for the eye. */
export function problemLines(voice: Voice, problems: readonly ProblemView[]): string[] {
  return problems.slice(0, 15).map((problem) => `⚠ ${problemLine(voice, problem)}`);
}
