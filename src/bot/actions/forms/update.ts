import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import type { Submission } from '../submission.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const UPDATE_CALLBACK = 'update.write';
/** Ids of its blocks: one for each language, and one that sends it at once. */
export const UPDATE_TEXT_PREFIX = 'text.';
export const UPDATE_NOW = 'now';

const kept = z.object({
  incident: incidentNumber,
  seen: z
    .string()
    .regex(/^[\w./-]{1,100}$/)
    .exactOptional(),
  corrects: z.object({ sequence: z.int().min(1), version: z.int().min(1) }).exactOptional(),
});
export type UpdateKept = z.input<typeof kept>;

/** Approves the next update as it was written in the form, or corrects one that was told. */
export const updateForm: FormKind<Asks['update']> = {
  callback: UPDATE_CALLBACK,
  draw: (present, view) => present.updateForm(view),
  asks: (form) => {
    const { incident, seen, corrects } = readSent(kept, form.metadata);
    const texts = textsIn(form);
    if (corrects) return [{ sent: asksFor('update correct', { texts, ...corrects }, incident) }];
    const now = (form.field(UPDATE_NOW)?.selected_options ?? []).some(({ value }) => value === UPDATE_NOW);
    return [{ sent: asksFor('update approve', { texts, now, seen }, incident) }];
  },
  done: 'says',
  beside: {},
  otherwise: 'instead',
};

function textsIn(form: Submission): Record<string, string> {
  const fields = form.blockIds.filter((id) => id.startsWith(UPDATE_TEXT_PREFIX));
  return Object.fromEntries(fields.map((id) => [id.slice(UPDATE_TEXT_PREFIX.length), form.field(id)?.value ?? '']));
}
