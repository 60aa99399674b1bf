import type { ComponentSpec, SignalSpec } from '../../playbook/schema.ts';
import { type CallGraph, calleesFirst } from '../call-graph.ts';
import type { SignalJudgement } from './judge-signal.ts';

/** How a component stands: in how much trouble, since when, and how much of that its own dependencies explain. */
export interface ComponentJudgement {
  key: string;
  /** 0 none, 1 without doubt. */
  trouble: number;
  /** What it shows that is bad, the worst first. */
  signs: SignalJudgement[];
  onsetAt?: Date;
  /** 0: nothing it depends on is in trouble. 1: what it depends on explains all of it. */
  explained: number;
  /** The dependency that explains the most. */
  by?: string;
  /** Trouble of its own: what is left when the explained part is taken away. */
  own: number;
}

/** A cause may be measured a little later than its symptom: scrapes and windows of rates blur the order. */
const BLUR_MS = 60_000;
/** A dependency that was in trouble clearly later explains only this share. */
const LATE_SHARE = 0.3;
/** Below this nobody is in trouble. */
export const IN_TROUBLE = 0.5;

/**
 * Judges every component by what it shows, and says how much of its trouble comes from what it depends on, however far away: what a
 * component suffers and its dependencies explain is not its own. The one with the most of its own is the origin, not the loudest one.
 */
export function findOrigins(
  components: Readonly<Record<string, ComponentSpec>>,
  signals: Readonly<Record<string, Pick<SignalSpec, 'better'>>>,
  judged: ReadonlyMap<string, SignalJudgement>,
  blurMs: number = BLUR_MS,
): ComponentJudgement[] {
  const alone = new Map(Object.entries(components).map(([key, spec]) => [key, ownSigns(key, spec, signals, judged)]));
  const graph: CallGraph = new Map(Object.entries(components).map(([key, { dependsOn }]) => [key, dependsOn]));
  const found = [...alone.values()].map((component): ComponentJudgement => {
    const { explained, by } = explanation(component, graph, alone, blurMs);
    return { ...component, explained, ...(by !== undefined && { by }), own: component.trouble * (1 - explained) };
  });
  return found.sort((a, b) => b.own - a.own || b.trouble - a.trouble);
}

type Alone = Omit<ComponentJudgement, 'explained' | 'by' | 'own'>;

function ownSigns(
  key: string,
  { shows }: ComponentSpec,
  signals: Readonly<Record<string, Pick<SignalSpec, 'better'>>>,
  judged: ReadonlyMap<string, SignalJudgement>,
): Alone {
  const badness = (sign: SignalJudgement): number => {
    const better = signals[sign.key]?.better ?? 'lower';
    return better === 'higher' ? sign.low : better === 'lower' ? sign.high : Math.max(sign.high, sign.low);
  };
  const signs = shows
    .flatMap((signal) => judged.get(signal) ?? [])
    .filter((sign) => badness(sign) >= IN_TROUBLE)
    .sort((a, b) => badness(b) - badness(a));
  const onsets = signs.flatMap(({ onsetAt }) => (onsetAt ? [onsetAt.getTime()] : []));
  return {
    key,
    trouble: signs[0] ? badness(signs[0]) : 0,
    signs,
    ...(onsets.length > 0 && { onsetAt: new Date(Math.min(...onsets)) }),
  };
}

function explanation(
  component: Alone,
  graph: CallGraph,
  alone: ReadonlyMap<string, Alone>,
  blurMs: number,
): { explained: number; by?: string } {
  let explained = 0;
  let by: string | undefined;
  // What is furthest away comes first, so that of two equal ones the deeper counts.
  for (const name of calleesFirst(graph, component.key)) {
    const other = alone.get(name);
    if (!other || other === component || other.trouble < IN_TROUBLE) continue;
    const late = component.onsetAt && other.onsetAt && other.onsetAt.getTime() > component.onsetAt.getTime() + blurMs;
    const share = other.trouble * (late ? LATE_SHARE : 1);
    if (share > explained) [explained, by] = [share, name];
  }
  return { explained, ...(by !== undefined && { by }) };
}
