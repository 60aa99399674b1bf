import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const SOCIAL_CALLBACK = 'social.write';
/** Ids of its blocks, one for each network, with its place in the list behind. */
export const SOCIAL_TEXT_PREFIX = 'social.';

const kept = z.object({
  incident: incidentNumber,
  seen: z.string().regex(/^\d{1,9}\.\d{1,9}$/),
  networks: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).max(20),
});
export type SocialKept = z.input<typeof kept>;

/** Changes a notice for social networks, each network by itself. */
export const socialForm: FormKind<Asks['social']> = {
  callback: SOCIAL_CALLBACK,
  draw: (present, view) => present.socialForm(view),
  asks: (form) => {
    const { incident, seen, networks } = readSent(kept, form.metadata);
    const texts = Object.fromEntries(networks.map((network, index) => [network, form.field(`${SOCIAL_TEXT_PREFIX}${index}`)?.value ?? '']));
    return [{ sent: asksFor('social edit', { notice: seen, texts }, incident) }];
  },
  done: 'says',
  beside: { texts: `${SOCIAL_TEXT_PREFIX}0` },
  otherwise: 'beside',
};
