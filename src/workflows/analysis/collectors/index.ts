import type { SourceKind } from '../../../domain/playbook/analysis-schema.ts';
import type { DeadlineSpec, KeptBy } from '../../../domain/playbook/schema.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Collector, Source } from './collector.ts';
import { factsOf } from './facts.ts';
import { heapOf } from './heap.ts';
import { logsOf } from './logs.ts';
import { poolsOf } from './pools.ts';
import { signalsOf } from './signals.ts';
import { trafficOf } from './traffic.ts';

/** Everything that can be collected by itself; in the order in which it is shown. */
const COLLECTORS: readonly Collector[] = [signalsOf, poolsOf, factsOf, logsOf, heapOf, trafficOf];

export function sourcesOf(runtime: Pick<Runtime, 'playbook'>, row: { id: string; spec: DeadlineSpec }): Source[] {
  return COLLECTORS.flatMap((collector) => collector(runtime, row));
}

/** What a row is about, by the event that keeps it. */
const ABOUT: Partial<Record<KeptBy, readonly SourceKind[]>> = {
  'logs.collected': ['logs'],
  'metrics.collected': ['signals'],
  'heap-dump.analysed': ['jvm'],
  'path.proposed': ['traffic'],
};

/** The kinds that must have been read for the row to be kept by it: the playbook's `analysis.needs`, or what the row is about. None: people keep it. */
export function needsOf({ playbook }: Pick<Runtime, 'playbook'>, { id, spec }: { id: string; spec: DeadlineSpec }): readonly SourceKind[] {
  const about = ABOUT[spec.keptBy];
  return about === undefined ? [] : (playbook.analysis.needs[id] ?? about);
}
