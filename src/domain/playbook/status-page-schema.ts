import { z } from 'zod';
import { languageTag, text } from '../language/text.ts';
import { CONTRAST_AT_LEAST, isReadable } from '../status-page/contrast.ts';
import { INCIDENT_EFFECTS } from '../status-page/states.ts';
import { PUBLIC_WITHOUT_NOTICE } from '../updates/public-status.ts';
import { labelMatch } from './alerts-schema.ts';
import { nameOf } from './names-of.ts';
import { duration, personKey, scenarioId } from './schema-parts.ts';

const component = z.strictObject({
  name: text.describe('As users know it.'),
  description: text.optional().describe('What it is, in a few words below its name.'),
  group: personKey.optional().describe('The group under which it stands, one of statusPage.groups.'),
  scenarios: z.array(scenarioId).default([]).describe('Incidents with these scenarios affect it.'),
  parts: z
    .array(personKey)
    .default([])
    .describe('So do those whose scenario has its causes in one of these components of the service. With neither, every incident does.'),
  match: labelMatch
    .default({})
    .describe('Alerts with these labels are about it: muted while it is under planned maintenance, as those of its scenarios are.'),
});

const effect = z.enum(INCIDENT_EFFECTS);

const colour = (scheme: 'light' | 'dark') =>
  z
    .string()
    .meta({ pattern: '^#[0-9a-fA-F]{6}$' })
    .superRefine((written, context) => {
      const wrong = !/^#[0-9a-f]{6}$/i.test(written)
        ? 'is not a colour such as #0b5394'
        : isReadable(written, scheme)
          ? undefined
          : `cannot be read on the ${scheme} page: its contrast must be ${CONTRAST_AT_LEAST} at least`;
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
    });

/** Exactly this is what a browser may load besides the page itself: nothing in it may end the rule that says so. */
const logo = z
  .string()
  .max(500)
  .regex(
    /^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~/%-]+$/,
    'is not the https address of an image, without anything behind a ? or #, such as https://www.example.com/logo.svg',
  );

/** What an organisation may say for all of its services. */
export const statusPageLook = {
  name: text.optional().describe('How the page is called; the name of the service when absent.'),
  logo: logo.optional().describe('The https address of an image, shown beside the name; nothing else is loaded from anywhere.'),
  colours: z
    .strictObject({
      light: colour('light').optional().describe('On the light page, such as #0b5394.'),
      dark: colour('dark').optional().describe('On the dark page, such as #7cb8f5.'),
    })
    .optional()
    .describe('Of headings and links; refused where they could not be read.'),
  access: z
    .enum(['everybody', 'token'])
    .optional()
    .describe('Who may see it: everybody, which is the default, or whoever shows STATUS_TOKEN.'),
};

const pageName = nameOf('pages', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a status page, such as statuspage'));

/** Status pages that somebody else keeps. Which names there are is known to the list of vendors (`src/integrations/status-pages/index.ts`), not to the schema. */
export const externalPages = {
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

export const statusPageSchema = z
  .strictObject({
    automatic: z
      .enum(PUBLIC_WITHOUT_NOTICE)
      .default('unstated')
      .describe(
        'What users read while a SEV1 or SEV2 is under way and nobody has posted anything: that it is being looked into, or nothing of it.',
      ),
    languages: z
      .array(languageTag)
      .min(1)
      .optional()
      .describe('In which it is shown, the first one first; when absent, those in which the texts for the public are written.'),
    groups: z.record(personKey, text).default({}).describe('Names of groups of components.'),
    components: z
      .record(personKey, component)
      .default({})
      .describe(
        'Parts of the service as its users know them, in the order in which they are shown; the service itself when there are none.',
      ),
    states: z
      .strictObject({
        sev1: effect.default('major-outage').describe('While it is critical.'),
        sev2: effect.default('partial-outage').describe('While it is high.'),
        sev3: effect.default('degraded').describe('While it is medium, and something was told about it.'),
      })
      .prefault({})
      .describe('What an incident makes of the components that it affects. Only outages count against uptime.'),
    pastFor: duration.prefault('7d').describe('So long what is over is shown with its updates: incidents and maintenance.'),
    ...externalPages,
    ...statusPageLook,
  })
  .describe('What /status says without anybody posting it; never about private incidents.');
