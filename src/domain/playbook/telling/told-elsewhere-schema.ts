import { z } from 'zod';
import { languageTag } from '../../language/text.ts';
import { nameOf } from '../names-of.ts';
import { severity } from '../schema-parts.ts';

const networkName = nameOf('networks', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a social network, such as mastodon'));
const deskName = nameOf('desks', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a help desk, such as zendesk'));

/** Where updates are told by others. Which names there are is known to the lists of vendors (`src/integrations/social-networks`, `help-desks`), not to the schema. */
export const toldElsewhere = {
  social: z
    .strictObject({
      networks: z
        .array(
          z.strictObject({
            network: networkName.describe('Which one; its variables set it up.'),
            language: languageTag.optional().describe('In which it is told; that of the team when absent.'),
          }),
        )
        .default([])
        .describe('Social networks on which a notice may be told, each once. None: nothing is drafted, and the row is waived.'),
      severities: z.array(severity).default(['sev1', 'sev2']).describe('Of these incidents a notice is drafted.'),
      link: z
        .url({ protocol: /^https$/, error: 'is not an https address' })
        .max(200)
        .optional()
        .describe('Stands at the end of each notice, such as the address of your status page.'),
    })
    .prefault({})
    .describe(
      'A notice on social networks, drafted from each update; a second person decides whether it is told, before the next update is due.',
    ),
  helpDesks: z
    .array(
      z.strictObject({
        desk: deskName.describe('Whose it is; its variables set it up.'),
        language: languageTag.optional().describe('In which it is told; that of the support channel, else of the team when absent.'),
      }),
    )
    .default([])
    .describe('Help desks that have the guide for customer support as a macro as well, each once.'),
};
