import { errorText, PermanentError, TransientError } from '../../../domain/errors.ts';
import { saidIn } from '../../../domain/language/said.ts';
import type { HistoricMetricsSource } from '../../../domain/ports/metrics.ts';
import type { Doubtful } from '../../../domain/signals/doubts.ts';
import type { Family, FamilySignal } from '../families/family.ts';
import { type Limits, lessWhereLittle, limitsFromHistory } from './limits-from-history.ts';

/** A signal whose query gives a number, and what its past says of limits. */
export interface Proposal extends Doubtful {
  key: string;
  family: Family;
  signal: FamilySignal;
  query: string;
  /** As the family says, or less where there is little of it. */
  matters: number;
  /** Only of what is watched. */
  limits?: Limits;
}

/** What was asked for and gave nothing. */
export interface LeftOut {
  key: string;
  family: Family;
  why: string;
}

/** A family and the matchers that tell which of several is meant. */
export interface Chosen {
  family: Family;
  of: string;
}

const DAY_MS = 86_400_000;
/** So much of the past is looked at, in such steps: two thousand values at most. */
const [PAST_MS, STEP_MS] = [7 * DAY_MS, 300_000];
/** Asked side by side. */
const AT_ONCE = 4;

interface AskOptions {
  /** Which signals are wanted at all. */
  wanted(signal: FamilySignal): boolean;
  now: Date;
  /** Milliseconds for each question. */
  timeoutMs: number;
}

/** Asks every signal of the families that were chosen. What gives no number, now or in the last week, is left out with the reason. */
export async function askSignals(
  source: HistoricMetricsSource,
  chosen: readonly Chosen[],
  options: AskOptions,
): Promise<{ proposals: Proposal[]; leftOut: LeftOut[] }> {
  const wanted = chosen.flatMap(({ family, of }) =>
    Object.entries(family.signals).flatMap(([key, signal]) =>
      options.wanted(signal) ? [{ key, family, signal, query: signal.query(of) }] : [],
    ),
  );
  const answers = await inTurns(wanted, (one) => askOne(source, one, options));
  const proposals: Proposal[] = [];
  const leftOut: LeftOut[] = [];
  for (const answer of answers) {
    const { key } = answer;
    const there = proposals.find((other) => other.key === key);
    const instead = 'signal' in answer && proposals.some((other) => other.key === answer.signal.insteadOf);
    if (there || instead) continue;
    if ('signal' in answer) proposals.push(answer);
    else leftOut.push(answer);
  }
  const keys = new Set(proposals.map(({ key }) => key));
  const stoodInFor = new Set(proposals.map(({ signal }) => signal.insteadOf));
  // What another family gives, or what stands in for it, is no loss.
  return { proposals, leftOut: leftOut.filter(({ key, family }) => !keys.has(key) && !stoodInFor.has(key) && !isStandIn(family, key)) };
}

function isStandIn(family: Family, key: string): boolean {
  return family.signals[key]?.insteadOf !== undefined;
}

async function askOne(
  source: HistoricMetricsSource,
  { key, family, signal, query }: Pick<Proposal, 'key' | 'family' | 'signal' | 'query'>,
  { now, timeoutMs }: AskOptions,
): Promise<Proposal | LeftOut> {
  try {
    const present = await source.instant({ query, at: now, timeoutMs });
    const past = await source.range({ query, from: new Date(now.getTime() - PAST_MS), to: now, stepMs: STEP_MS, timeoutMs });
    if (present === undefined && past.length === 0) return { key, family, why: saidIn(source.whyNone?.(query) ?? 'gives no value', 'en') };
    const { watched } = signal;
    const history = { values: past.map(({ value }) => value), stepMs: STEP_MS };
    const matters = signal.unit === 'ratio' || signal.unit === 'seconds' ? signal.matters : lessWhereLittle(history, signal.matters);
    const limits = watched && !watched.any ? limitsFromHistory(history, { ...watched, matters }) : undefined;
    const doubts = [...(present?.doubts ?? []), ...past.flatMap((sample) => sample.doubts ?? [])].slice(0, 1);
    return { key, family, signal, query, matters, ...(limits && { limits }), ...(doubts.length > 0 && { doubts }) };
  } catch (error) {
    if (!(error instanceof PermanentError || error instanceof TransientError)) throw error;
    return { key, family, why: errorText(error) };
  }
}

/** Every answer in the order of the questions. */
async function inTurns<Question, Answer>(questions: readonly Question[], ask: (question: Question) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < questions.length; at += AT_ONCE) answers.push(...(await Promise.all(questions.slice(at, at + AT_ONCE).map(ask))));
  return answers;
}
