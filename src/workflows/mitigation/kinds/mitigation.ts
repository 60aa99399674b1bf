import type { ZodType } from 'zod';
import type { Parameter, Plan } from '../../../domain/mitigation/plan.ts';
import type { Dial, DialValue, TargetKind } from '../../../domain/mitigation/targets.ts';
import type { MitigationSpec } from '../../../domain/playbook/schema.ts';
import type { Stores } from '../../../storage/index.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** As much of what is written down as planning reads. */
export interface PlanningRecords {
  mitigationRuns: Pick<Stores['mitigationRuns'], 'inEffect'>;
  publicNotices: Pick<Stores['publicNotices'], 'stack'>;
  incidents: Pick<Stores['incidents'], 'find'>;
  diagnoses: Pick<Stores['diagnoses'], 'of'>;
  samples: Pick<Stores['samples'], 'of'>;
}

type Shared = Pick<Runtime, 'playbook' | 'executors' | 'metrics' | 'clock' | 'log' | 'mask' | 'present' | 'stopping' | 'pause'>;
/** As much of the runtime as planning needs: `npm run mitigate` has no more, and writes nothing. */
export type PlanningRuntime = Shared & { storage: PlanningRecords };
/** As much of it as carrying out needs. */
export type ActingRuntime = Shared & Pick<Runtime, 'storage' | 'counters'>;

/** What a kind of mitigation is asked with. */
export interface MitigationContext<Settings, Given extends PlanningRuntime = ActingRuntime> {
  runtime: Given;
  /** As the playbook calls this one. */
  name: string;
  spec: MitigationSpec;
  /** `with` of the playbook, checked. */
  settings: Settings;
  /** One for each entry of `on`, in that order. */
  dials: readonly Dial[];
  /** Undefined when somebody tries it outside of an incident. */
  incidentId: number | undefined;
}

export interface PlanRequest<Settings> extends MitigationContext<Settings, PlanningRuntime> {
  /** What the person chose; what is absent is up to the kind. Values are as typed: text, or numbers for parameters of that kind. */
  chosen: Readonly<Record<string, DialValue>>;
}

export interface RunRequest<Settings> extends MitigationContext<Settings> {
  plan: Plan;
  /** Of this run; the same at every try. */
  key: string;
  /** Slack user id, or `bongsu`. */
  by: string;
}

/** `key` is that of this try to take it back. */
export interface UndoRequest<Settings> extends RunRequest<Settings> {
  /** Names of the actions that had begun. */
  attempted: ReadonlySet<string>;
  /** The key under which they were done: what a run left somewhere is found by it. */
  doneUnder: string;
}

/** Asked right before something of the watched system is changed. Rejects when it must not be by now: nothing is changed then, and the error is passed on. */
export type Ask = () => Promise<void>;

/** One recorded piece of a run. Done twice is the same as done once. */
export interface Action {
  /** Unique in the run; never changes. */
  name: string;
  /** So long after the action before it was done, in milliseconds. Meanwhile the run can be stopped like any other. */
  afterMs?: number;
  /** Does it; says in a few words what came of it (kept, capped and masked). */
  run: (ask?: Ask) => Promise<string>;
}

/** An entry of `on` before anything is filled in: by what it is of, what it says. */
export type WrittenTarget = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/**
 * A kind of mitigation: one file, one line in `index.ts`. `plan` reads only. `execute` and `undo` are lists of recorded actions: after a crash those that are done are not
 * done again, and `undo` is asked for whatever may have begun.
 */
export interface MitigationKind<Settings = unknown> {
  /** What `does` in the playbook calls it. */
  name: string;
  /** What `on` may name; empty when it acts on nothing outside. */
  targets: readonly TargetKind[];
  /** How many entries `on` may have, of those that act; any number from one when absent. Checked when the bot starts. */
  targetCounts?: readonly number[];
  /** What is wrong with one entry of `on`, as the playbook writes it, besides its kind; found when the bot starts. Undefined: nothing. */
  targetTrouble?(target: WrittenTarget, place: number): string | undefined;
  /** The shape of `with`. */
  settings: ZodType<Settings>;
  /** What a person may choose. */
  parameters(context: Pick<PlanRequest<Settings>, 'spec' | 'settings' | 'runtime'>): readonly Parameter[];
  /** Reads the present state and computes the difference. Rejects with TransientError or PermanentError when the target cannot be read, UserError for an impossible choice. */
  plan(request: PlanRequest<Settings>): Promise<Plan>;
  execute(request: RunRequest<Settings>): readonly Action[];
  /** Takes back the actions that may have been done, the last first; empty when it cannot be taken back. */
  undo(request: UndoRequest<Settings>): readonly Action[];
}

/** Any kind, its settings' type forgotten: `settings` checks them before anything else sees them. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds with different settings has no other common type.
export type AnyMitigationKind = MitigationKind<any>;
