import type { CauseSpec } from '../../playbook/schema.ts';
import { type Doubtful, doubtsOf, isWhole } from '../../signals/doubts.ts';
import type { SignalJudgement } from './judge-signal.ts';

export type EvidenceTest = CauseSpec['when'][number];

/** One test of a cause against the signals; `truth` lies between 0 and 1, undefined when nobody can tell. */
export interface TestedEvidence {
  test: EvidenceTest;
  truth: number | undefined;
  sign: SignalJudgement | undefined;
}

/** `doubts`: some of what was tested is measured only in part. */
export interface CauseJudgement extends Doubtful {
  /** 0: the evidence speaks against it. 1: all of it speaks for it. 0.5: nobody can tell. */
  support: number;
  when: TestedEvidence[];
  unless: TestedEvidence[];
}

/** What nobody can tell speaks neither for nor against. */
const UNKNOWN = 0.5;

/** Holds a cause's evidence against the signals as they were judged. */
export function judgeCause(
  { when, unless }: Pick<CauseSpec, 'when' | 'unless'>,
  judged: ReadonlyMap<string, SignalJudgement>,
): CauseJudgement {
  const tested = (test: EvidenceTest): TestedEvidence => ({ test, truth: truthOf(test, judged), sign: judged.get(test.signal) });
  const speaksFor = when.map(tested);
  const against = unless.map(tested);
  const mean = speaksFor.length === 0 ? UNKNOWN : speaksFor.reduce((sum, { truth = UNKNOWN }) => sum + truth, 0) / speaksFor.length;
  const worst = Math.max(0, ...against.map(({ truth = 0 }) => truth));
  const asked = [...when, ...unless].flatMap(({ signal, moreThan }) => [
    judged.get(signal),
    moreThan === undefined ? undefined : judged.get(moreThan),
  ]);
  const doubts = doubtsOf(...asked.filter((sign) => sign !== undefined));
  return { support: mean * (1 - worst), when: speaksFor, unless: against, ...doubts };
}

function truthOf(test: EvidenceTest, judged: ReadonlyMap<string, SignalJudgement>): number | undefined {
  const sign = judged.get(test.signal);
  if (sign === undefined) return undefined;
  if (test.moreThan !== undefined) {
    const other = judged.get(test.moreThan);
    if (sign.value === undefined || other?.value === undefined) return undefined;
    const more = sign.value > other.value;
    // A part can only be less than the whole: what exceeds it, or is exceeded by it, does so all the more.
    if (more ? !isWhole(other) : !isWhole(sign)) return undefined;
    return Number(more);
  }
  if (sign.state === 'unknown') return undefined;
  if (test.is === 'high') return sign.high;
  return test.is === 'low' ? sign.low : 1 - Math.max(sign.high, sign.low);
}
