import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const IMPACT_CALLBACK = 'incident.impact';
/** Ids of its blocks. */
export const IMPACT_FIELDS = {
  cause: 'cause',
  who: 'who',
  howMany: 'howMany',
  lasted: 'lasted',
  money: 'money',
  fixedBy: 'fixedBy',
} as const;

const kept = z.object({ incident: incidentNumber });
export type ImpactKept = z.input<typeof kept>;

/** Says what an incident did to users, and what ended it. */
export const impactForm: FormKind<Asks['impact']> = {
  callback: IMPACT_CALLBACK,
  draw: (present, view) => present.impactForm(view),
  asks: (form) => {
    const { incident } = readSent(kept, form.metadata);
    const text = (field: keyof typeof IMPACT_FIELDS) => form.field(IMPACT_FIELDS[field])?.value?.trim() || undefined;
    const many = text('howMany');
    const args = {
      cause: text('cause'),
      who: text('who'),
      howMany: many === undefined ? undefined : Number(many),
      lasted: text('lasted')?.toLowerCase(),
      money: text('money'),
      fixedBy: text('fixedBy'),
    };
    const said = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    return [{ sent: asksFor('impact', said, incident) }];
  },
  done: 'says',
  beside: { howMany: IMPACT_FIELDS.howMany, lasted: IMPACT_FIELDS.lasted },
  otherwise: 'instead',
};
