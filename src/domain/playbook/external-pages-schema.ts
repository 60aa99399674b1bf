import { z } from 'zod';
import { languageTag } from '../language/text.ts';
import { nameOf } from './names-of.ts';
import { duration, personKey } from './schema-parts.ts';

const pageName = nameOf('pages', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a status page, such as statuspage'));

/** Status pages that somebody else keeps. Which names there are is known to the list of vendors (`src/integrations/status-pages/index.ts`), not to the schema. */
export const externalPagesSchema = {
  external: z
    .array(
      z.strictObject({
        page: pageName.describe('Whose page it is; its variables set it up.'),
        language: languageTag.optional().describe('In which it is told; that of /status when absent.'),
        components: z
          .record(personKey, z.string().min(1).max(100))
          .default({})
          .describe(
            'Ids of components there, by the component of this playbook that they stand for, or by the key of the service: that one is affected by every incident whose own component is not named.',
          ),
      }),
    )
    .default([])
    .describe('Status pages of others on which every update is told as well, each once.'),
  compareEvery: duration
    .prefault('5m')
    .describe(
      'While an incident of ours is open on an external page, so often it is looked at for what somebody changed there by hand. 0s: never.',
    ),
};
