import { compareReadings } from '../briefing/compare-readings.ts';
import type { SignalSpec } from '../playbook/schema.ts';
import type { Sample } from '../ports/metrics.ts';
import { type Doubtful, doubtsOf, isWhole } from '../signals/doubts.ts';
import { medianOf } from '../signals/robust.ts';
import { levelOf } from '../signals/thresholds.ts';
import type { ProofVerdict } from './verdicts.ts';

/**
 * The effect of a mitigation on one signal (V1): the same query before and after. Plain data. `doubts`: what it was, or what it came to, was measured only in
 * part, and so nobody knows.
 */
export interface SignalProof extends Doubtful {
  key: string;
  /** The middle value of the last moments before it ran; absent without data. */
  before?: number;
  /** The middle value of the last third of the wait. */
  after?: number;
  verdict: ProofVerdict;
  /** Beyond a limit before, and within all of them after. */
  backToNormal: boolean;
  /** ISO 8601: since when it has been better without interruption; absent when it is not. */
  betterSince?: string;
}

export interface Proof {
  verdict: ProofVerdict;
  signals: SignalProof[];
  /** How long after it ran the first of the signals that got better did, in milliseconds. */
  helpedAfterMs?: number;
}

/** When its steps began and when the last of them was done: in between, such as while something restarts, is neither before nor after. */
interface Moments {
  beganAt: Date;
  ranAt: Date;
  now: Date;
}

export interface ProofSignal {
  key: string;
  spec: Pick<SignalSpec, 'better' | 'thresholds' | 'matters'>;
  /** Oldest first, from at least `windowMs` before it ran until now. */
  history: readonly Sample[];
}

/** A reading that is barely there says little: so many values at least, on both sides. */
const LEAST = 2;

/** So many values give a middle one that a single wild one does not move. */
const ENOUGH = 3;

/** So much of the wait, before it ran, is what people acted on. */
const ACTED_SHARE = 1 / 15;

/** So much of the wait, at its end, is what it came to. */
const SETTLED_SHARE = 1 / 3;

/**
 * Judges a mitigation by its signals. Better: some got better and none worse; worse: some got worse and none better; a mixture counts by those that were beyond a limit. Where one was
 * measured only in part nobody can say that nothing got worse: then it is worse, or not known. It tells what happened after it, not because of it.
 */
export function proveMitigation(input: Moments & { signals: readonly ProofSignal[] }): Proof {
  const proofs = input.signals.map((signal) => proveSignal(signal, input));
  const helped = proofs.flatMap(({ betterSince }) => (betterSince === undefined ? [] : [Date.parse(betterSince) - input.ranAt.getTime()]));
  const verdict = together(proofs, input.signals);
  return {
    verdict,
    signals: proofs,
    ...(verdict === 'better' && helped.length > 0 && { helpedAfterMs: Math.max(0, Math.min(...helped)) }),
  };
}

function proveSignal({ key, spec, history }: ProofSignal, moments: Moments): SignalProof {
  const { beganAt, ranAt, now } = moments;
  const windowMs = now.getTime() - ranAt.getTime();
  const [before, after] = sides(history, moments);
  const past = history.map(({ value }) => value);
  const [was, is] = [medianOf(before.map(({ value }) => value)), medianOf(after.map(({ value }) => value))];
  if (was === undefined || is === undefined || before.length < LEAST || after.length < LEAST) {
    return {
      key,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      verdict: 'unknown',
      backToNormal: false,
    };
  }
  const parts = doubtsOf(...before, ...after);
  if (!isWhole(parts)) return { key, before: was, after: is, verdict: 'unknown', backToNormal: false, ...parts };
  // How much it wobbled before it ran tells chance from change; the trouble itself is part of that.
  const calm = history.filter(({ at }) => at.getTime() <= beganAt.getTime() - windowMs).length;
  const verdict = small(spec, was, is) ? 'same' : plain(compareReadings({ now: is, before: was, past, calm, ...spec }));
  const crossed = levelOf(was, spec.thresholds) !== 'normal';
  const backToNormal = crossed && levelOf(is, spec.thresholds) === 'normal';
  const since = verdict === 'better' ? betterSince(history, { ranAt, was, is }) : undefined;
  return { key, before: was, after: is, verdict, backToNormal, ...(since && { betterSince: since.toISOString() }) };
}

/**
 * What people acted on, and the last third of the wait: what is still on its way down is not held against it. Before it ran only the last moments count, because a
 * response may come so soon that most of the time before was calm.
 */
function sides(history: readonly Sample[], { beganAt, ranAt, now }: Moments): [Sample[], Sample[]] {
  const [began, ran] = [beganAt.getTime(), ranAt.getTime()];
  const windowMs = now.getTime() - ran;
  const earlier = history.filter(({ at }) => at.getTime() <= began && at.getTime() >= began - windowMs);
  const acted = earlier.filter(({ at }) => at.getTime() >= began - windowMs * ACTED_SHARE);
  const later = history.filter(({ at }) => at.getTime() > ran && at.getTime() <= now.getTime());
  const settled = later.filter(({ at }) => at.getTime() > ran + windowMs * (1 - SETTLED_SHARE));
  return [acted.length >= ENOUGH ? acted : earlier.slice(-ENOUGH), settled.length >= ENOUGH ? settled : later.slice(-ENOUGH)];
}

function small({ matters = 0 }: ProofSignal['spec'], was: number, is: number): boolean {
  return Math.abs(is - was) < matters;
}

function plain(verdict: ReturnType<typeof compareReadings>): ProofVerdict {
  return verdict === 'better' || verdict === 'worse' || verdict === 'unknown' ? verdict : 'same';
}

/** From the first value after it ran from which on all lie nearer to the end than to the beginning. */
function betterSince(history: readonly Sample[], { ranAt, was, is }: { ranAt: Date; was: number; is: number }): Date | undefined {
  const after = history.filter(({ at }) => at > ranAt);
  const last = after.findLastIndex(({ value }) => Math.abs(value - was) < Math.abs(value - is));
  return after[last + 1]?.at;
}

function together(proofs: readonly SignalProof[], signals: readonly ProofSignal[]): ProofVerdict {
  const known = proofs.filter(({ verdict }) => verdict !== 'unknown');
  const verdict = amongKnown(known, signals);
  return proofs.every(isWhole) || verdict === 'worse' ? verdict : 'unknown';
}

function amongKnown(known: readonly SignalProof[], signals: readonly ProofSignal[]): ProofVerdict {
  if (known.length === 0) return 'unknown';
  const is = (verdict: ProofVerdict, among = known) => among.some((proof) => proof.verdict === verdict);
  if (is('better') && !is('worse')) return 'better';
  if (is('worse') && !is('better')) return 'worse';
  if (!is('better')) return 'same';
  // Some better, some worse: those that people suffered from decide.
  const suffered = known.filter(({ key, before }) => {
    const spec = signals.find((signal) => signal.key === key)?.spec;
    return spec && before !== undefined && levelOf(before, spec.thresholds) !== 'normal';
  });
  if (is('better', suffered) && !is('worse', suffered)) return 'better';
  return is('worse', suffered) && !is('better', suffered) ? 'worse' : 'same';
}
