import { type ZodType, z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { isSeverity } from '../../../domain/incident/incident.ts';
import { readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

/** Ids of its blocks. */
export const OPEN_FIELDS = { service: 'service', title: 'title', severity: 'severity', visibility: 'visibility' } as const;
/** Value of the only option of `visibility`. */
export const PRIVATE_OPTION = 'private';
export const OPEN_CALLBACK = 'incident.open';

/** What it brings back besides its fields. */
interface Kept {
  /** Where whoever declared is answered later. */
  responseUrl?: string;
  /** ISO 8601; what was typed as --since. */
  since?: string;
}

/** Whatever it says, it keeps nobody from declaring. */
const kept: ZodType<Kept> = z
  .object({ responseUrl: z.url({ protocol: /^https?$/ }).optional(), since: z.iso.datetime({ offset: true }).optional() })
  .catch({}) as never;

/** Declares an incident. */
export const openForm: FormKind<Asks['open']> = {
  callback: OPEN_CALLBACK,
  skeleton: (present) => present.openModal({ state: 'loading' }),
  draw: (present, { since, ...draft }, answerTo) => {
    const metadata: Kept = {
      ...(answerTo !== undefined && { responseUrl: answerTo }),
      ...(since !== undefined && { since: since.toISOString() }),
    };
    return present.openModal({ state: 'form', draft, metadata: JSON.stringify(metadata) });
  },
  asks: (form) => {
    const { responseUrl, since } = readSent(kept, form.metadata);
    const severity = form.field(OPEN_FIELDS.severity)?.selected_option?.value ?? '';
    const chosen = form.field(OPEN_FIELDS.visibility)?.selected_options ?? [];
    const args = {
      service: form.field(OPEN_FIELDS.service)?.selected_option?.value,
      title: form.field(OPEN_FIELDS.title)?.value ?? '',
      severity: isSeverity(severity) ? severity : undefined,
      private: chosen.some((option) => option.value === PRIVATE_OPTION),
      since,
    };
    return [{ sent: asksFor('open', args), answerTo: responseUrl }];
  },
  // There is no other place to say it, since a form belongs to no channel.
  done: 'says',
  beside: { service: OPEN_FIELDS.service, title: OPEN_FIELDS.title, severity: OPEN_FIELDS.severity },
  otherwise: 'instead',
};
