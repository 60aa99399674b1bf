import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const NOTE_CALLBACK = 'analysis.note';
/** Ids of its blocks. */
export const NOTE_FIELDS = { note: 'note' } as const;

const kept = z.object({ incident: incidentNumber, item: z.string().regex(/^[\w./-]{1,200}$/) });
export type NoteKept = z.input<typeof kept>;

/** Ticks a row of the analysis with a note. */
export const analysisNoteForm: FormKind<Asks['analysisNote']> = {
  callback: NOTE_CALLBACK,
  draw: (present, view) => present.analysisNoteModal(view),
  asks: (form) => {
    const { incident, item } = readSent(kept, form.metadata);
    const note = form.field(NOTE_FIELDS.note)?.value ?? undefined;
    return [{ sent: asksFor('analysis done', { item, note }, incident) }];
  },
  done: 'closes',
  beside: { note: NOTE_FIELDS.note },
  otherwise: 'beside',
};
