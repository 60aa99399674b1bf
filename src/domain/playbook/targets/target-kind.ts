import type { z } from 'zod';
import type { Bilingual } from '../../language/bilingual.ts';

/** What a mitigation may name under `on`, as far as the playbook goes: what is written, what people call it, what is wrong with it. How it is reached is an executor's. */
export interface TargetDeclaration<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** What it is, for whoever writes a playbook. */
  readonly said: string;
  /** From its names, without addresses. */
  title(target: z.output<Schema>): Bilingual;
  /** What it leaves unsaid or says twice, as it is written; undefined: nothing. */
  trouble?(written: Readonly<Record<string, unknown>>): string | undefined;
}

export function targetKind<Schema extends z.ZodType>(declared: TargetDeclaration<Schema>): TargetDeclaration<Schema> {
  return declared;
}
