import { saidIn } from '../../domain/said.ts';
import type { ProblemView } from '../../domain/views.ts';
import { channel, person, plainAddress, safe } from './escape.ts';
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
  if (problem.people !== undefined) return notInvited(voice, problem.people, problem.code);
  const advice = adviceFor(voice, problem.code);
  const own = safe(saidIn(problem.text, voice.language), TEXT_MAX, '');
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

const PEOPLE_MAX = 20;

/** Why depends on the kind of account; what to do, on why. */
function notInvited({ t }: Voice, people: readonly string[], code: string | undefined): string {
  const { notInvited: said } = t.problem;
  const who = t.list([
    ...people.slice(0, PEOPLE_MAX).map(person),
    ...(people.length > PEOPLE_MAX ? [`+${people.length - PEOPLE_MAX}`] : []),
  ]);
  if (code !== undefined && GUESTS.has(code)) return said.guests(who);
  if (code !== undefined && GONE.has(code)) return said.gone(who);
  if (code !== undefined && ELSEWHERE.has(code)) return said.elsewhere(who);
  return said.refused(who, safe(code ?? '', 80, '?'));
}

/** Slack's words (https://docs.slack.dev/reference/methods/conversations.invite#errors). */
const GUESTS = new Set(['user_is_restricted', 'user_is_ultra_restricted', 'ura_max_channels']);
/** A deactivated account is `cant_invite`. */
const GONE = new Set(['cant_invite', 'user_disabled', 'user_not_found', 'users_not_found']);
const ELSEWHERE = new Set(['user_team_not_in_channel', 'invitee_cant_see_channel', 'no_external_invite_permission']);

function adviceFor(voice: Voice, code: string | undefined): string | undefined {
  const { advice } = voice.t;
  return code !== undefined && Object.hasOwn(advice, code) ? advice[code as keyof typeof advice] : undefined;
}

/** One line per problem, each with a sign for the eye. */
export function problemLines(voice: Voice, problems: readonly ProblemView[]): string[] {
  return problems.slice(0, 15).map((problem) => `⚠ ${problemLine(voice, problem)}`);
}
