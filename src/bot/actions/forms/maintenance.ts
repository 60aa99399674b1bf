import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { readSent } from '../sent-values.ts';
import type { Submission } from '../submission.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const MAINTENANCE_CALLBACK = 'maintenance.plan';
/** Ids of its blocks; the texts have one for each language. */
export const MAINTENANCE_FIELDS = { moment: 'moment', lasting: 'lasting', components: 'components' } as const;
export const MAINTENANCE_TEXT_PREFIX = 'text.';

const kept = z.object({ service: z.string().regex(/^[\w-]{1,100}$/) });
export type MaintenanceKept = z.input<typeof kept>;

/** Plans maintenance. */
export const maintenanceForm: FormKind<Asks['maintenance']> = {
  callback: MAINTENANCE_CALLBACK,
  draw: (present, view) => present.maintenanceForm(view),
  asks: (form) => {
    const { service } = readSent(kept, form.metadata);
    const seconds = form.field(MAINTENANCE_FIELDS.moment)?.selected_date_time ?? 0;
    const lasting = (form.field(MAINTENANCE_FIELDS.lasting)?.value ?? '').trim().toLowerCase();
    const chosen = (form.field(MAINTENANCE_FIELDS.components)?.selected_options ?? []).map(({ value }) => value);
    const args = { service, at: new Date(seconds * 1_000).toISOString(), lasting, texts: textsIn(form) };
    return [{ sent: asksFor('maintenance plan', { ...args, ...(chosen.length > 0 && { components: chosen }) }) }];
  },
  // The status channel tells it.
  done: 'closes',
  beside: { at: MAINTENANCE_FIELDS.moment, lasting: MAINTENANCE_FIELDS.lasting, components: MAINTENANCE_FIELDS.components },
  otherwise: 'beside',
};

/** A language that is left empty is read in another one. */
function textsIn(form: Submission): Record<string, string> {
  const written = form.blockIds
    .filter((id) => id.startsWith(MAINTENANCE_TEXT_PREFIX))
    .map((id) => [id.slice(MAINTENANCE_TEXT_PREFIX.length), form.field(id)?.value?.trim() ?? ''] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}
