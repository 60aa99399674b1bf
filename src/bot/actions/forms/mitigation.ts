import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import type { Submission } from '../submission.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const MITIGATION_CALLBACK = 'mitigation.run';
/** Ids of its blocks: one for each parameter, and one to confirm. */
export const MITIGATION_FIELDS = { parameterPrefix: 'parameter.', typed: 'typed' } as const;

/** `shown` is the fingerprint of the plan that it shows; empty while it shows none. */
const kept = z.object({
  incident: incidentNumber,
  name: z.string().regex(/^[\w./-]{1,200}$/),
  shown: z.string().regex(/^[a-z0-9.]{0,100}$/),
});
export type MitigationKept = z.input<typeof kept>;

/** Runs what it shows, with what was chosen in it; the command's answer is another form when that is not what would be done now. */
export const mitigationForm: FormKind<Asks['mitigation']> = {
  callback: MITIGATION_CALLBACK,
  draw: (present, view) => present.mitigationForm(view),
  asks: (form) => {
    const { incident, name, shown } = readSent(kept, form.metadata);
    const typed = form.field(MITIGATION_FIELDS.typed)?.value ?? undefined;
    return [{ sent: asksFor('mitigate run', { name, chosen: chosenIn(form), shown, typed }, incident) }];
  },
  done: 'says',
  beside: { typed: MITIGATION_FIELDS.typed },
  otherwise: 'instead',
  notice: (present, message) => present.mitigationNotice(message),
  slow: true,
};

function chosenIn(form: Submission): Record<string, string> {
  const { parameterPrefix } = MITIGATION_FIELDS;
  const chosen = form.blockIds
    .filter((id) => id.startsWith(parameterPrefix))
    .flatMap((id): [string, string][] => {
      const field = form.field(id);
      const value = field?.selected_option?.value ?? field?.value ?? '';
      return value === '' ? [] : [[id.slice(parameterPrefix.length), value]];
    });
  return Object.fromEntries(chosen);
}
