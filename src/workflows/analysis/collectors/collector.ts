import type { ReproductionPath } from '../../../domain/analysis/traffic.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { SourceKind } from '../../../domain/playbook/analysis-schema.ts';
import type { DeadlineSpec } from '../../../domain/playbook/schema.ts';
import type { Stores } from '../../../storage/index.ts';
import type { Finding } from '../../../views/analysis.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** A row that is being collected. `from` is when the incident began by what people know. */
export interface Collecting {
  runtime: Runtime;
  incident: Incident;
  row: { id: string; spec: DeadlineSpec };
  onset: Date;
  now: Date;
}

/** What one source gave; `record` is written together with it. */
export interface Collected {
  finding: Finding;
  /** The signals that it shows, by their names in the playbook; what keeps a row is named by these, else by the source. */
  signals?: readonly string[];
  /** What of it could not be read, such as a signal without a number: then it does not keep the row. */
  unread?: readonly Bilingual[];
  /** A way to reproduce, for a person to accept. */
  path?: ReproductionPath;
  record?: (stores: Stores) => Promise<void>;
}

/** One source of a row: asked on its own, so that one that fails takes nothing from the others. */
export interface Source {
  /** What of the row it is: a row is kept by the kinds that it needs, the others stand beside them. */
  kind: SourceKind;
  /** As people know it. */
  name: string;
  /** Rejects with TransientError or PermanentError. */
  collect(collecting: Collecting): Promise<Collected>;
}

/** The sources of one kind that the playbook names for a row. */
export type Collector = (runtime: Pick<Runtime, 'playbook'>, row: { id: string; spec: DeadlineSpec }) => Source[];
