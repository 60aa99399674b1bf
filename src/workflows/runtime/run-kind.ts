import type { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { type HeldRun, type NewRunRow, problemsIn, type RunRow } from '../../storage/index.ts';
import type { Runtime } from './runtime.ts';
import type { Steps } from './steps.ts';

/** A kind of run of steps, as its rows have it. Rows are made by `row` alone, so that a wrong kind or input does not compile. */
export interface RunKind<Kind extends string = string, Input = never> {
  readonly kind: Kind;
  /** The row that begins it at `nextAt`. `id` is derived from the cause. */
  row(wanted: { id: string; incidentId: number; input: Input; createdAt: Date; nextAt: Date }): NewRunRow;
  /** A stored row with its input read. Throws PermanentError `unreadable_input` for one that nobody of this release can have written. */
  read<Row extends RunRow>(row: Row): Omit<Row, 'input'> & { input: Input };
}

/** A run and its steps, while one process works on it. */
export interface RunContext<Input = unknown> {
  run: Omit<RunRow, 'input' | 'heldBy'> & HeldRun & { input: Input };
  steps: Steps;
  /** Resolves when `step` had its first trouble: failed, or will be tried again. */
  troubled: (step: string) => Promise<void>;
}

/** A run whose input was read, ready to be worked on. */
export type OpenedRun = (context: Pick<RunContext, 'steps' | 'troubled'>) => Promise<void>;

/** A kind of run with what it does: a line of the registry. */
export interface CarriedOut<Kind extends string = string> {
  readonly kind: Kind;
  readonly run: Pick<RunKind<Kind, unknown>, 'read'>;
  /** Opens rows of this kind. Throws like `RunKind.read`. */
  for(runtime: Runtime): (row: RunRow & HeldRun) => OpenedRun;
}

/** `input` reads what is stored, rows of earlier releases included: a field that those lack has a default. */
export function runKind<const Kind extends string, Input extends object>(kind: Kind, input: z.ZodType<Input>): RunKind<Kind, Input> {
  return {
    kind,
    // The one place that may say so.
    row: (wanted) => ({ ...wanted, kind }) as unknown as NewRunRow,
    read: (row) => {
      const { data, error } = input.safeParse(row.input);
      if (error) throw new PermanentError('unreadable_input', `The input of ${kind} cannot be read: ${problemsIn(error)}.`);
      return { ...row, input: data };
    },
  };
}

/** Says what a run of a kind does. */
export function carriedOut<Kind extends string, Input>(
  what: RunKind<Kind, Input>,
  workflowFor: (runtime: Runtime) => (context: RunContext<Input>) => Promise<void>,
): CarriedOut<Kind> {
  return {
    kind: what.kind,
    run: what,
    for: (runtime) => {
      const workflow = workflowFor(runtime);
      return (row) => {
        const run = what.read(row);
        return async (context) => await workflow({ ...context, run });
      };
    },
  };
}
