import type { Asking } from '../commands/command.ts';

/** A command, click or form as it reached us. */
export type Invocation = Required<Asking>;
