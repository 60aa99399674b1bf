import type { CauseSpec, Playbook } from '../../playbook/schema.ts';
import type { Sample } from '../../ports/metrics.ts';
import { isWhole } from '../../signals/doubts.ts';
import { calleesFirst } from '../call-graph.ts';
import { type ComponentJudgement, findOrigins, IN_TROUBLE } from './find-origins.ts';
import { type CauseJudgement, judgeCause } from './judge-cause.ts';
import { judgeSignal, type SignalJudgement, type Windows } from './judge-signal.ts';

export type Confidence = 'likely' | 'possible' | 'weak';

/** A cause of the playbook with what speaks for it (R1). */
export interface RankedCause {
  scenario: string;
  key: string;
  component: string;
  /** Between 0 and 1; comparable within one diagnosis. */
  score: number;
  confidence: Confidence;
  judgement: CauseJudgement;
}

/** What is wrong, and why: the bottleneck and its cause, with the evidence. */
export interface Diagnosis {
  /** The most likely first; empty when nothing stands out. */
  causes: RankedCause[];
  /** Components in trouble, the one with the most trouble of its own first. */
  components: ComponentJudgement[];
  signals: SignalJudgement[];
}

/** Causes beyond this many tell nobody anything. */
const MOST = 4;

/** A cause that scores less is not worth a look. */
const LEAST_SCORE = 0.2;

/** How much of a cause's score is that its component is the origin; the rest is its own evidence. */
const ORIGIN_SHARE = 0.4;
const LIKELY = 0.7;
const POSSIBLE = 0.45;

/** The first must lead the second by this much to be called likely. */
const LEAD = 0.1;

/** So much of its own evidence must speak for a cause, and more, before it is called likely. */
const HALF = 0.5;

/**
 * Ranks the playbook's causes by what the signals said: components in trouble, less what their dependencies explain, give the bottleneck;
 * each cause's own evidence tells apart why. Likely is only what rests on whole measurements and on more than half of its own evidence. Pure: the same histories give the same answer.
 */
export function diagnose(
  playbook: Pick<Playbook, 'signals' | 'components' | 'scenarios'>,
  histories: ReadonlyMap<string, readonly Sample[]>,
  windows: Windows & { blurMs?: number },
): Diagnosis {
  const signals = Object.entries(playbook.signals).map(([key, spec]) => judgeSignal(key, spec, histories.get(key) ?? [], windows));
  const judged = new Map(signals.map((signal) => [signal.key, signal]));
  const all = findOrigins(playbook.components, playbook.signals, judged, windows.blurMs);
  const components = all.filter(({ trouble }) => trouble >= IN_TROUBLE);
  const causes = Object.entries(playbook.scenarios).flatMap(([scenario, { component, causes: specs }]) => {
    const origin = components.find(({ key }) => key === component);
    return origin ? specs.map((spec) => scored(scenario, spec, origin, judged)) : [];
  });
  const ranked = causes.filter(({ score }) => score >= LEAST_SCORE).sort((a, b) => b.score - a.score);
  const isSure = ({ component, judgement }: Scored) =>
    isWhole(judgement) && shownBy(playbook.components, component).every((key) => isWhole(judged.get(key) ?? {}));
  return { causes: withConfidence(ranked.slice(0, MOST), isSure), components, signals };
}

/** The signals of a component and of all it depends on: they decide whether it is the origin. */
function shownBy(components: Playbook['components'], component: string): string[] {
  const graph = new Map(Object.entries(components).map(([key, { dependsOn }]) => [key, dependsOn]));
  return calleesFirst(graph, component).flatMap((key) => components[key]?.shows ?? []);
}

type Scored = Omit<RankedCause, 'confidence'>;

function scored(scenario: string, spec: CauseSpec, origin: ComponentJudgement, judged: ReadonlyMap<string, SignalJudgement>): Scored {
  const judgement = judgeCause(spec, judged);
  return {
    scenario,
    key: spec.key,
    component: origin.key,
    score: origin.own * (ORIGIN_SHARE + (1 - ORIGIN_SHARE) * judgement.support),
    judgement,
  };
}

function withConfidence(ranked: readonly Scored[], isSure: (cause: Scored) => boolean): RankedCause[] {
  const lead = (ranked[0]?.score ?? 0) - (ranked[1]?.score ?? 0);
  return ranked.map((cause, index) => {
    const clear = index === 0 && lead >= LEAD;
    const likely = cause.score >= LIKELY && clear && cause.judgement.support > HALF && isSure(cause);
    const confidence = likely ? 'likely' : cause.score >= POSSIBLE ? 'possible' : 'weak';
    return { ...cause, confidence };
  });
}
