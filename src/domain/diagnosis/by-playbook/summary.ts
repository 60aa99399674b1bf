import { type Doubtful, isWhole } from '../../signals/doubts.ts';
import type { Confidence, Diagnosis, RankedCause } from './diagnose.ts';
import type { ComponentJudgement } from './find-origins.ts';
import type { EvidenceTest, TestedEvidence } from './judge-cause.ts';
import type { SignalJudgement } from './judge-signal.ts';

/** A diagnosis as it is kept: plain data that survives JSON, with no more than people are shown. Times are ISO 8601. */
export interface DiagnosisSummary {
  causes: CauseSummary[];
  /** Components in trouble, the origin first. */
  troubled: TroubleSummary[];
  /** So many signals are measured only in part, and may stand out without showing it; absent for none. */
  unsure?: number;
}

export interface CauseSummary {
  scenario: string;
  key: string;
  component: string;
  confidence: Confidence;
  evidence: EvidenceSummary[];
  /** What would speak against it, if it were so. */
  ruledOutBy: EvidenceTest[];
}

/** `doubts`: the value is the least that it can be. */
export interface EvidenceSummary extends EvidenceTest, Doubtful {
  /** In the signal's unit. */
  value: number;
  normal?: number;
  onsetAt?: string;
  /** The value of `moreThan`. */
  other?: number;
}

export interface TroubleSummary {
  component: string;
  /** The dependency that explains most of it; absent for an origin. */
  by?: string;
  onsetAt?: string;
  signs: EvidenceSummary[];
}

/** Evidence lines per cause: more than this nobody reads at 3 a.m. */
const MOST_LINES = 5;
const MOST_SIGNS = 3;
/** From here on a component's trouble counts as somebody else's. */
const EXPLAINED = 0.5;
/** A test this true is worth saying. */
const SPEAKS = 0.5;

/** Makes a diagnosis fit to be kept and shown. */
export function summarize({ causes, components, signals }: Diagnosis): DiagnosisSummary {
  const values = new Map(signals.map(({ key, value }) => [key, value]));
  const unsure = signals.filter((signal) => !isWhole(signal)).length;
  return {
    causes: causes.map((cause) => causeSummary(cause, components, values)),
    troubled: components.map(({ key, by, explained, onsetAt, signs }) => ({
      component: key,
      ...(by !== undefined && explained >= EXPLAINED && { by }),
      ...(onsetAt && { onsetAt: onsetAt.toISOString() }),
      signs: signs.slice(0, MOST_SIGNS).flatMap(signLine),
    })),
    ...(unsure > 0 && { unsure }),
  };
}

function causeSummary(
  cause: RankedCause,
  components: readonly ComponentJudgement[],
  values: ReadonlyMap<string, number | undefined>,
): CauseSummary {
  const { scenario, key, component, confidence, judgement } = cause;
  const own = judgement.when.filter(({ truth = 0 }) => truth >= SPEAKS).flatMap((tested) => testLine(tested, values));
  // What its component shows belongs to the evidence as well, unless it stands there already.
  const shown = components.find((one) => one.key === component)?.signs.flatMap(signLine) ?? [];
  const more = shown.filter(({ signal }) => !own.some((line) => line.signal === signal));
  return {
    scenario,
    key,
    component,
    confidence,
    evidence: [...own, ...more].slice(0, MOST_LINES),
    ruledOutBy: judgement.unless.filter(({ truth = 0 }) => truth < SPEAKS).map(({ test }) => test),
  };
}

function testLine({ test, sign }: TestedEvidence, values: ReadonlyMap<string, number | undefined>): EvidenceSummary[] {
  if (sign?.value === undefined) return [];
  const other = test.moreThan === undefined ? undefined : values.get(test.moreThan);
  return [{ ...test, ...numbers(sign, sign.value), ...(other !== undefined && { other }) }];
}

function signLine(sign: SignalJudgement): EvidenceSummary[] {
  if (sign.value === undefined || sign.state === 'unknown') return [];
  return [{ signal: sign.key, is: sign.state, ...numbers(sign, sign.value) }];
}

function numbers(
  { normal, onsetAt, doubts }: SignalJudgement,
  value: number,
): Pick<EvidenceSummary, 'value' | 'normal' | 'onsetAt' | 'doubts'> {
  return {
    value,
    ...(normal !== undefined && { normal }),
    ...(onsetAt && { onsetAt: onsetAt.toISOString() }),
    ...(doubts && { doubts: [...doubts] }),
  };
}
