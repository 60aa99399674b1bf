import { z } from 'zod';
import { ROLES } from '../incident/states.ts';
import { languageTag, text } from '../language/text.ts';
import { KEPT_BY, type KeptBy } from '../timeline/kept-by.ts';
import { UNAPPROVED, UPDATE_SURFACES } from '../updates/surfaces.ts';
import { alertsSchema } from './alerts-schema.ts';
import { analysisSchema } from './analysis-schema.ts';
import { briefingSchema } from './briefing-schema.ts';
import { component, diagnosis, evidenceTest } from './diagnosis-schema.ts';
import { mitigatingSchema, mitigationSchema } from './mitigation-schema.ts';
import { nameOf } from './names-of.ts';
import { oncallSchema } from './oncall-schema.ts';
import { pagingSchema } from './paging-schema.ts';
import {
  causeName,
  duration,
  messageKey,
  mitigationName,
  personKey,
  rowId,
  scenarioId,
  severity,
  signalKey,
  slackChannel,
  workingHours,
  zoneName,
} from './schema-parts.ts';
import { statusPageSchema } from './status-page-schema.ts';
import { audience, audienceKey, person } from './telling/people-schema.ts';
import { toldElsewhere } from './telling/told-elsewhere-schema.ts';
import { watchSchema } from './watch-schema.ts';

/**
 * The shape of a playbook (`playbooks/*.yml`): everything Bongsu knows about one watched system and how its incidents are handled.
 * Durations are written `30m`, `1h30m`, `7d` and become milliseconds. The JSON Schema for editors is made from this file.
 */

export { KEPT_BY, type KeptBy };

/** What `{…}` may stand for in the texts under `messages`. */
export const PLACEHOLDERS = [
  'service', // the service's name
  'title', // the incident's title
  'number', // its number
  'severity',
  'state', // in words
  'effect', // the scenario's effect on users
  'readings', // the briefing's numbers in one line
  'onset', // clock time in the team's zone
  'duration', // how long it has lasted
  'nextUpdate', // clock time
  'stage', // in a sentence: looked into, understood, watched, over
  'progress', // in a sentence: better, worse or unchanged since the last update
  'changed', // the numbers that moved since then, in one line
  'done', // in a sentence: what was done since then, or in all at the end
  'cause', // the cause that somebody named, in a sentence
  'waitMinutes', // how long users are asked to wait
  'meeting', // clock time and link of the retrospective
  'update', // what everybody is told, in a notice for social networks
] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];
/** Any that its readers have: where Bongsu does not speak it, the playbook's texts are in it and Bongsu's own words in English. */
const language = languageTag;

/** What a newcomer edits, and nothing else. */
const team = z
  .strictObject({
    key: z.string().default('').describe('What the organisation calls this team; where a playbook has its own, it needs none.'),
    members: z
      .array(personKey)
      .optional()
      .describe('Who belongs to the team and may do what its people may; everybody under people when absent.'),
    zone: zoneName.describe('IANA time zone of working hours and of the times that people see.'),
    language: language.describe(
      'Language of what Bongsu posts, and of plain texts in this file. Where Bongsu does not speak it (ja), this file’s texts are in it and Bongsu’s own words in English.',
    ),
    languages: z
      .strictObject({
        channels: z.record(slackChannel, language).default({}).describe('Of what is posted there, such as in the status channel.'),
        people: z.record(personKey, language).default({}).describe('Of private answers, forms, direct messages, mails and pages.'),
        incidents: language
          .optional()
          .describe(
            'Of everything in incident channels, whose names nobody knows beforehand; the team’s when absent. `language` changes one.',
          ),
      })
      .prefault({})
      .describe('Where another language than the team’s is spoken.'),
    workingHours: workingHours.describe('When a retrospective may be held, in the team’s zone.'),
    timelineReaction: z
      .string()
      .regex(/^[a-z0-9_+'-]{1,50}$/, 'is not the name of an emoji, such as pushpin, without colons')
      .default('pushpin')
      .describe('Emoji with which people add a message to the timeline of an incident, by its name in Slack.'),
    channels: z
      .strictObject({
        status: slackChannel.describe('Where announcements and the regular updates go.'),
        support: slackChannel
          .optional()
          .describe('Where customer support reads: its answering guide is posted there with the first update, and follows each later one.'),
        prefix: z
          .string()
          .regex(/^[a-z0-9][a-z0-9-]{0,19}$/, 'may hold lower-case letters, digits and -, at most 20')
          .default('inc')
          .describe('What the names of incident channels begin with.'),
        name: z
          .string()
          .regex(
            /^(?=.*\{number\})(?:\{(?:prefix|number|service|title)\}|[a-z0-9-])+$/,
            'must hold {number}, and otherwise {prefix}, {service}, {title}, lower-case letters, digits and -',
          )
          .default('{prefix}-{number}-{title}')
          .describe('How incident channels are called; {service} is the key of the service.'),
      })
      .describe('Slack channels by their ids: channel name → About, at the bottom.'),
    people: z.record(personKey, person).describe('Everybody whom this playbook names, by a short key.'),
    oncall: oncallSchema.describe('Who is paged.'),
    paging: pagingSchema.prefault({}),
    notify: z
      .strictObject({
        responders: z.array(personKey).default([]).describe('Who works on incidents, besides those who are paged.'),
        qa: z.array(personKey).default([]).describe('Who follows for quality assurance.'),
        planning: z.array(personKey).default([]).describe('Who follows for planning.'),
      })
      .describe('Invited into every incident channel (C3).'),
    audiences: z
      .record(audienceKey, audience)
      .default({})
      .describe(
        'Who else is told of each update inside, besides QA and planning, who are invited: each as much and as often as it wants (C3).',
      ),
    leads: z.array(personKey).default([]).describe('May do what only a lead may do when no commander is assigned.'),
    bridge: z
      .strictObject({
        hosts: z.array(z.email('is not an e-mail address')).default([]).describe('Zoom users whose meetings are used, in turn.'),
        fallback: z.url('is not a URL').optional().describe('A standing meeting room for when Zoom refuses.'),
      })
      .describe('Where people meet by video.'),
  })
  .describe('People, channels, zone and bridge: what a newcomer edits, and nothing else.');

const threshold = z.strictObject({
  id: rowId.describe('The D row that it keeps watch for; several thresholds may share one.'),
  above: z.number().optional().describe('Crossed above this value, in the unit of the signal; either this or below.'),
  below: z.number().optional().describe('Crossed below this value, in the unit of the signal.'),
  level: z
    .enum(['warning', 'critical'])
    .describe(
      'How bad it is, as it is shown; declares at SEV1 (critical) or SEV2 (warning) where neither severity nor a scenario says otherwise.',
    ),
  for: duration.optional().describe('How long it must be crossed before it counts; watch.for when absent.'),
  scenario: scenarioId.optional().describe('The scenario it suggests; declares at that severity.'),
  severity: severity.optional().describe('Declares, or raises an open incident, to this severity instead.'),
});

const signal = z.strictObject({
  title: text.describe('As people read it in briefings and charts.'),
  source: nameOf('sources', z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not the name of a source: use lower-case letters, digits and -'))
    .default('prometheus')
    .describe('Who answers the query; docs/reference/sources.md lists them.'),
  query: z.string().min(1).describe('What the source is asked, in its own language; it must give one number.'),
  unit: z
    .enum(['seconds', 'ratio', 'messages', 'per-second', 'count', 'bytes', 'bytes-per-second'])
    .describe('What the number counts; a ratio of 0.9 is shown as 90 %.'),
  better: z.enum(['lower', 'higher', 'neither']).default('lower').describe('Which way is an improvement.'),
  thresholds: z.array(threshold).default([]).describe('D rows: crossing one is a warning or critical.'),
  matters: z.number().min(0).optional().describe('A change smaller than this, in the unit, is none.'),
  watch: z.boolean().optional().describe('Whether its thresholds open incidents; they do unless this is false.'),
  staleAfter: duration.prefault('2m').describe('How old a reading may be before it counts as no data.'),
});

const scenario = z.strictObject({
  title: text.describe('What breaks, in a few words.'),
  severity: severity.describe('At which it is declared: sev1 critical, sev2 high, sev3 medium.'),
  component: personKey.optional().describe('The component in which its causes lie; absent for one that only shows what others cause.'),
  effect: text.describe('What users notice; stands in announcements and briefings, and in updates where `outside` does not.'),
  outside: text
    .optional()
    .describe('The same in words for everybody: in updates, on the status page, for customer support and in notices.'),
  causes: z
    .array(
      z.strictObject({
        key: personKey.describe('Short name, by which `diagnosis is` takes it.'),
        title: text.describe('As people read it.'),
        signals: z.array(signalKey).min(1).describe('Where it shows.'),
        scenario: scenarioId.optional().describe('The scenario that this cause is when it stands alone.'),
        when: z.array(evidenceTest).default([]).describe('What speaks for it, the most telling first.'),
        unless: z.array(evidenceTest).default([]).describe('What speaks against it.'),
        mitigations: z
          .array(mitigationName)
          .default([])
          .describe('What helps against this cause, the best first; offered before the others of its scenario.'),
      }),
    )
    .min(1)
    .describe('What the diagnosis must tell apart.'),
  evidence: z.array(signalKey).min(1).describe('Signals shown in the briefing, the most telling first.'),
  mitigations: z.array(mitigationName).default([]).describe('In the order in which they are offered.'),
  waive: z.record(rowId, text).default({}).describe('Rows that do not apply to this scenario, each with the reason.'),
  support: z
    .array(
      z.strictObject({
        ask: text.describe('What customers ask.'),
        tell: text.describe(
          'What customer support answers; {service}, {onset}, {effect}, {stage}, {waitMinutes} and {nextUpdate} are filled in.',
        ),
      }),
    )
    .max(12)
    .default([])
    .describe('Questions and answers of the guide for customer support.'),
});

const row = z.strictObject({
  title: text.describe('What is promised, as people read it.'),
  phase: z
    .enum(['detect', 'contain', 'status', 'analyse', 'communicate', 'recover', 'review', 'prevent'])
    .describe(
      'The part of the response that it belongs to; recovery waives open rows of most of them, and `analyse` has the analysis of its own.',
    ),
  from: z.enum(['detection', 'recovery', 'analysis', 'continuous']).describe('When its clock starts.'),
  after: duration.optional().describe('Not before this long after the start.'),
  within: duration.optional().describe('Due this long after the start; absent for rows that run all the time.'),
  keptBy: z
    .enum(KEPT_BY as readonly [KeptBy, ...KeptBy[]])
    .describe('The event that keeps it; docs/reference/events.md says of each when it happens.'),
  message: messageKey
    .optional()
    .describe('The text under messages that belongs to it: a notice to post, or what the invitation of a retrospective says.'),
  publicOnly: z.boolean().default(false).describe('Waived while the incident is private.'),
  causes: z
    .array(causeName)
    .default([])
    .describe(
      'What it helps against, such as S2 or S2/few-consumers: once another cause is named, it is waived with that reason. Empty: any.',
    ),
  remindBefore: duration
    .optional()
    .describe('Whoever has it, or something on its list that is not ticked yet, is reminded so long before it is due. Absent: nobody is.'),
  who: z
    .enum([...ROLES, 'oncall', 'everybody', 'bongsu'])
    .default('operations')
    .describe('Who can act when it is about to be missed.'),
});

const escalationStep = z.strictObject({
  id: rowId.describe('The row that the page keeps.'),
  level: z.enum(['L1', 'L2', 'operations']).describe('Who is paged, of team.oncall.'),
  at: duration.describe('Age of the incident at which this level is paged.'),
  repeatEvery: duration.optional().describe('An unacknowledged page is repeated this often.'),
  repeatAtMost: z.int().min(0).default(0).describe('After so many repetitions the next person of the level is paged.'),
});

const followUp = z.strictObject({
  title: text.describe('What is to be done.'),
  within: duration.describe('Due this long after recovery.'),
  owner: personKey.optional().describe('Whose it is; without one it is said in the incident’s channel that it belongs to nobody.'),
  remindBefore: duration.prefault('1d').describe('The owner is reminded this long before it is due; the lead is told this long after.'),
  scenarios: z.array(scenarioId).default([]).describe('Only after these scenarios; after every one when empty.'),
  causes: z
    .array(causeName)
    .default([])
    .describe('What it prevents, such as S2 or S2/few-consumers: not opened when another cause was named. Empty: any.'),
});

const retro = z
  .strictObject({
    duration: duration.prefault('60m').describe('How long the meeting lasts.'),
    notice: duration.prefault('2h').describe('Between the invitation and the meeting, where there is room for it.'),
    rest: duration
      .prefault('9h')
      .describe(
        'Whoever was paged between 22:00 and 07:00, in their own zone, is left alone this long after the end of that night’s work.',
      ),
  })
  .describe('The meeting of the row that is kept by retro.held; it is planned by itself when an incident is resolved.');

const unapprovedBySeverity = z.strictObject({
  sev1: z.enum(UNAPPROVED).describe('While it is critical.'),
  sev2: z.enum(UNAPPROVED).describe('While it is high.'),
  sev3: z.enum(UNAPPROVED).describe('While it is medium.'),
});

const permission = z.enum(['everyone', 'responder', 'lead']);

export const playbookSchema = z.strictObject({
  version: z.literal(1).describe('Of this format.'),
  team,
  service: z
    .strictObject({
      key: personKey.describe('Short name, as alerts call it in the label service; names channels of incidents without a Latin title.'),
      name: text.describe('As people read it in announcements and updates.'),
      description: text.optional().describe('What it does, for whoever reads the playbook.'),
      channels: z
        .array(slackChannel)
        .default([])
        .describe('Slack channels that are about it: what is typed there means this service, where there are several.'),
    })
    .describe('The watched service.'),
  signals: z.record(signalKey, signal).describe('Every number that is read of the service, by a key that the rest of the playbook uses.'),
  briefing: briefingSchema,
  components: z
    .record(personKey, component)
    .default({})
    .describe('What the service is made of: the diagnosis seeks the origin among them.'),
  diagnosis: diagnosis.prefault({}),
  watch: watchSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  scenarios: z.record(scenarioId, scenario).describe('What can break, S1 and so on.'),
  rows: z.record(rowId, row).describe('Every promise of the response, with its time and what keeps it.'),
  escalation: z
    .array(escalationStep)
    .min(1)
    .describe('Who is paged when, by the age of the incident; held while everything is well, over when it is mitigated.'),
  updates: z
    .strictObject({
      id: rowId.describe('The row that they keep.'),
      every: z
        .strictObject({
          sev1: duration.describe('While it is critical.'),
          sev2: duration.describe('While it is high.'),
          sev3: duration.describe('While it is medium.'),
        })
        .describe('How often, by severity, counted from detection.'),
      draftBefore: duration
        .prefault('5m')
        .describe(
          'So long before it is due its draft is shown in the incident’s channel, for somebody to approve or to change. 0s: never.',
        ),
      unapproved: z
        .partialRecord(z.enum(UPDATE_SURFACES), z.union([z.enum(UNAPPROVED), unapprovedBySeverity]))
        .default({})
        .describe(
          'What becomes of an update that nobody approved in time, by surface, or by surface and severity: send it as it was drafted, or wait.',
        ),
      remindAfter: duration
        .prefault('5m')
        .describe('While an update waits, whoever leads communications is asked at once, and the commander so long after.'),
      ...toldElsewhere,
    })
    .describe('Regular updates: one text for every surface, until the incident is resolved.'),
  statusPage: statusPageSchema.prefault({}),
  mitigations: z.record(mitigationName, mitigationSchema).default({}).describe('What can be done about it, by name.'),
  mitigating: mitigatingSchema.prefault({}),
  analysis: analysisSchema.prefault({}),
  recovery: z
    .strictObject({
      calmFor: duration
        .optional()
        .describe(
          'The signals must have kept their limits, and no alert fire, for so long before `mitigated` or `resolve` is taken without `--anyway` and a reason. Absent: nobody looks.',
        ),
    })
    .prefault({})
    .describe('When people may call it over.'),
  retro: retro.prefault({}),
  followUps: z
    .record(rowId, followUp)
    .default({})
    .describe('What must not happen again: opened on recovery and reminded of until it is done.'),
  messages: z
    .record(messageKey, text)
    .describe(
      'Texts for people outside; {placeholders} are filled in. update.status is what an update begins as, update.recovering while everything is back to normal, update.resolved the last one, update.support the guide for customer support, update.social what a notice for social networks says.',
    ),
  permissions: z
    .record(z.string(), permission)
    .default({})
    .describe(
      'Overrides who may use a command (`retro move`), or all that begin with a word (`retro`): everyone, responder (named in this playbook or holding a role) or lead.',
    ),
});

/** A playbook as the bot uses it: defaults filled in, durations in milliseconds. */
export type Playbook = z.output<typeof playbookSchema>;
export type SignalSpec = Playbook['signals'][string];
export type ScenarioSpec = Playbook['scenarios'][string];
export type ComponentSpec = Playbook['components'][string];
export type CauseSpec = ScenarioSpec['causes'][number];
export type DeadlineSpec = Playbook['rows'][string];
export type MitigationSpec = Playbook['mitigations'][string];
