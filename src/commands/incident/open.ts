import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { SEVERITIES } from '../../domain/incident/states.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { parseDuration } from '../../domain/time/duration.ts';
import { worded } from '../../languages/worded.ts';
import { declareIncident } from '../../workflows/incident/declare-incident.ts';
import { about, nameText, service, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { choice, flag, option, rest, serviceWord } from '../words/readers.ts';

/** Longer ago than this is a slip of the finger, and much longer is no date at all. */
const SINCE_AT_MOST_MS = 30 * 86_400_000;

const TOO_FAR: Bilingual = worded(({ incidentCommands }) => incidentCommands.tooFar);

const since = z
  .string()
  .refine(
    (text) =>
      z.iso.datetime({ offset: true }).safeParse(text).success || (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= SINCE_AT_MOST_MS,
    unfit(TOO_FAR),
  )
  .transform((text) => {
    const agoMs = parseDuration(text);
    return agoMs === undefined ? { at: new Date(text) } : { agoMs };
  });

/** It began in the last thirty days. What a form kept of that keeps nobody from declaring. */
function plausible(at: Date, { now, isForm }: { now: Date; isForm: boolean }): Date | undefined {
  const agoMs = now.getTime() - at.getTime();
  if (agoMs >= 0 && agoMs <= SINCE_AT_MOST_MS) return at;
  if (isForm) return undefined;
  throw new UserError('bad_argument', TOO_FAR);
}

export const open = generalCommand({
  name: 'open',
  summary: worded(({ incidentCommands }) => incidentCommands.openSummary),
  args: z.object({
    service: service(),
    severity: about(z.enum(SEVERITIES).optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.openSeverity),
      examples: ['sev2'],
    }),
    title: about(nameText().optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.openTitle),
      examples: worded(({ incidentCommands }) => incidentCommands.openTitleExamples),
    }),
    private: about(z.boolean().default(false), { what: worded(({ incidentCommands }) => incidentCommands.openPrivate), examples: [true] }),
    since: about(since.optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.openSince),
      examples: ['20m', '2026-11-25T15:00:00+09:00'],
    }),
  }),
  words: { service: serviceWord, severity: choice(SEVERITIES), title: rest, private: flag('private'), since: option('since') },
  button: {},
  permission: 'everyone',
  changes: true,
  evenUnknown: true,
  run: async ({ runtime, cause, actor, place, language, args }) => {
    const { severity, title, private: isPrivate } = args;
    const { services } = runtime;
    // Which service is meant is asked for only where nobody can tell.
    const isUnsure = services.all.length > 1 && args.service === undefined && services.ofChannel(place.channel ?? '') === undefined;
    const saidOnset = args.since && ('at' in args.since ? args.since.at : new Date(runtime.clock.now().getTime() - args.since.agoMs));
    const onsetAt = saidOnset && plausible(saidOnset, { now: runtime.clock.now(), isForm: place.form !== undefined });
    // How bad it is says nothing to whoever is called: what is wrong is asked for.
    if (title === undefined || (isUnsure && actor.kind === 'person')) {
      const given = {
        private: isPrivate,
        ...(title !== undefined && { title }),
        ...(severity && { severity }),
        ...(onsetAt && { since: onsetAt }),
      };
      const choices = services.all.map(({ playbook: { service } }) => ({ key: service.key, name: service.name }));
      return { ask: 'open', view: { ...given, ...(choices.length > 1 && { service: runtime.playbook.service.key, services: choices }) } };
    }
    const declared = await declareIncident(runtime, {
      cause,
      actor,
      via: actor.kind === 'person' ? 'slack' : 'token',
      title,
      severity,
      isPrivate,
      onsetAt,
      responseUrl: place.answerTo,
      answerIn: language,
    });
    return { show: 'declarerNotice', view: { incident: declared.incident, problems: [] }, after: declared.begin };
  },
});
