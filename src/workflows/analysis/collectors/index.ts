import type { Finding } from '../../../domain/analysis-views.ts';
import type { Incident } from '../../../domain/incident.ts';
import type { RowSpec } from '../../../domain/playbook/schema.ts';
import type { Stores } from '../../../storage/index.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { factsOf } from './facts.ts';
import { heapOf } from './heap.ts';
import { logsOf } from './logs.ts';
import { signalsOf } from './signals.ts';
import { trafficOf } from './traffic.ts';

/** A row that is being collected. `from` is when the incident began by what people know. */
export interface Collecting {
  runtime: Runtime;
  incident: Incident;
  row: { id: string; spec: RowSpec };
  onset: Date;
  now: Date;
}

/** What one source gave; `record` is written together with it. */
export interface Collected {
  finding: Finding;
  record?: (stores: Stores) => Promise<void>;
}

/** One source of a row: asked on its own, so that one that fails takes nothing from the others. */
export interface Source {
  /** As people know it. */
  name: string;
  /** Rejects with TransientError or PermanentError. */
  collect(collecting: Collecting): Promise<Collected>;
}

/** The sources of one kind that the playbook names for a row. */
export type Collector = (runtime: Pick<Runtime, 'playbook'>, row: { id: string; spec: RowSpec }) => Source[];

/** Everything that can be collected by itself; in the order in which it is shown. */
const COLLECTORS: readonly Collector[] = [signalsOf, factsOf, logsOf, heapOf, trafficOf];

export function sourcesOf(runtime: Pick<Runtime, 'playbook'>, row: { id: string; spec: RowSpec }): Source[] {
  return COLLECTORS.flatMap((collector) => collector(runtime, row));
}
