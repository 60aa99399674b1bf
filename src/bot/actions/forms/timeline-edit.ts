import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const TIMELINE_CALLBACK = 'timeline.edit';
/** Ids of its blocks. */
export const TIMELINE_FIELDS = { text: 'text' } as const;

const kept = z.object({ incident: incidentNumber, entry: z.int().min(1) });
export type TimelineKept = z.input<typeof kept>;

/** Puts an entry of the timeline into other words. */
export const timelineEditForm: FormKind<Asks['timelineEdit']> = {
  callback: TIMELINE_CALLBACK,
  draw: (present, view) => present.timelineEdit(view),
  asks: (form) => {
    const { incident, entry } = readSent(kept, form.metadata);
    return [{ sent: asksFor('timeline edit', { entry, text: form.field(TIMELINE_FIELDS.text)?.value ?? '' }, incident) }];
  },
  done: 'says',
  beside: { text: TIMELINE_FIELDS.text },
  otherwise: 'instead',
};
