import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const RETRO_CALLBACK = 'retro.propose';
/** Ids of its blocks. */
export const RETRO_FIELDS = { moment: 'moment' } as const;

const kept = z.object({ incident: incidentNumber });
export type RetroKept = z.input<typeof kept>;

/** Proposes another time for the retrospective. */
export const retroForm: FormKind<Asks['retro']> = {
  callback: RETRO_CALLBACK,
  draw: (present, view) => present.retroModal(view),
  asks: (form) => {
    const { incident } = readSent(kept, form.metadata);
    const seconds = form.field(RETRO_FIELDS.moment)?.selected_date_time ?? 0;
    return [{ sent: asksFor('retro propose', { at: new Date(seconds * 1_000).toISOString() }, incident) }];
  },
  done: 'closes',
  beside: { at: RETRO_FIELDS.moment },
  otherwise: 'beside',
};
