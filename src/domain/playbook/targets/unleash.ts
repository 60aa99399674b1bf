import { z } from 'zod';
import { verbatim } from '../../language/verbatim.ts';
import { targetKind } from './target-kind.ts';

const name = z.string().regex(/^[\w.~-]+$/, 'is not a name in Unleash: use letters, digits and -._~');

export const unleashTarget = targetKind({
  schema: z.strictObject({
    project: name.default('default').describe('The project that the flag belongs to.'),
    feature: name.describe('The flag.'),
    environment: name.describe('Where it is switched, such as production.'),
  }),
  said: 'A feature flag of the Unleash at UNLEASH_URL: true or false.',
  title: ({ feature }) => verbatim(feature),
});
