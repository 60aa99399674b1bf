import type { Dial, DialValue } from '../../../../src/domain/mitigation/targets.ts';
import type { ExecutorDeps } from '../../../../src/integrations/executors/executor-kind.ts';
import { createLog } from '../../../../src/integrations/log.ts';
import { createMask } from '../../../../src/integrations/mask.ts';

/** What the cases of Dial must know of one of them, with its target as it stands at first. */
export interface DialScene {
  dial: Dial;
  /** What it is at first, what it is set to, and what somebody else sets it to. */
  from: DialValue;
  to: DialValue;
  other: DialValue;
  /** What the target refuses. */
  invalid: DialValue;
  /** Stands in what a person would type for `to`. */
  typed: string;
  /** What the target itself says it is. */
  present(): DialValue;
  /** Sets it as somebody else would. */
  set(value: DialValue): void;
  /** How often the target was really changed by the dial. */
  writes(): number;
  /** The same kind of dial on something that is not there, and on something that Bongsu may not touch. */
  missing: Dial;
  forbidden: Dial;
  /** From now on the target takes questions and never answers. */
  hang(): void;
  /** The target does the next write, and its answer is lost. */
  loseReply(): void;
  /** What must stand in no text. */
  secret: string;
  close(): Promise<void>;
}

export const DIAL_SECRET = 'sandbox-webhook-secret';

export function executorDeps(changes: Partial<ExecutorDeps> = {}): ExecutorDeps {
  return { clock: { now: () => new Date() }, log: createLog({ level: 'silent' }), mask: createMask([DIAL_SECRET]), ...changes };
}
