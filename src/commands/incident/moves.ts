import { z } from 'zod';
import type { Move } from '../../domain/incident/incident.ts';
import type { Permission } from '../../domain/incident/permissions.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { worded } from '../../languages/worded.ts';
import { moveIncident } from '../../workflows/incident/move-incident.ts';
import { type Abnormal, lookFirst, refuseUnlessCalm } from '../../workflows/recovery/look-first.ts';
import { about, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { flag, rest } from '../words/readers.ts';

/** The commands that move an incident through its states differ in nothing but these lines. */
function moveCommand<const Name extends Move>(name: Name, permission: Permission, summary: Bilingual) {
  return incidentCommand({
    name,
    summary,
    args: z.object({
      note: about(proseWithin(3_000).optional(), {
        what: worded(({ incidentCommands }) => incidentCommands.note),
        examples: worded(({ incidentCommands }) => incidentCommands.lagIsBackToNormal),
      }),
    }),
    words: { note: rest },
    button: {},
    permission,
    changes: true,
    run: async ({ runtime, cause, actor, incident, args: { note } }) => {
      const moved = await moveIncident(runtime, { cause, actor, incidentId: incident.id, move: name, note });
      return { show: 'done', view: { done: 'moved', incident: { ...incident, state: moved.to } } };
    },
  });
}

/** The same for what says that it is over: it looks first, and a person may override what it sees, with a reason. */
function recoveryCommand<const Name extends 'mitigated' | 'resolve'>(name: Name, summary: Bilingual) {
  return incidentCommand({
    name,
    summary,
    args: z.object({
      note: about(proseWithin(3_000).optional(), {
        what: worded(({ incidentCommands }) => incidentCommands.note),
        examples: worded(({ incidentCommands }) => incidentCommands.lagIsBackToNormal),
      }),
      anyway: about(z.boolean().default(false), { what: worded(({ timeline }) => timeline.anyway), examples: [true] }),
    }),
    words: { note: rest, anyway: flag('anyway') },
    button: {},
    permission: 'responder',
    changes: true,
    run: async ({ runtime, cause, actor, incident, args: { note, anyway } }) => {
      const abnormal = actor.kind === 'system' ? NOTHING : await lookFirst(runtime, incident);
      if (!anyway || note === undefined) refuseUnlessCalm(runtime, abnormal, name);
      const moved = await moveIncident(runtime, { cause, actor, incidentId: incident.id, move: name, note, abnormal });
      return { show: 'done', view: { done: 'moved', incident: { ...incident, state: moved.to } } };
    },
  });
}

const NOTHING: Abnormal = { signals: [], alerts: 0 };

export const mitigated = recoveryCommand(
  'mitigated',
  worded(({ incidentCommands }) => incidentCommands.effectOnUsersHasEndedEscalation),
);

export const resolve = recoveryCommand(
  'resolve',
  worded(({ incidentCommands }) => incidentCommands.itIsOverUpdatesStop),
);

export const close = moveCommand(
  'close',
  'lead',
  worded(({ incidentCommands }) => incidentCommands.everythingIsDonePreventionIncluded),
);

export const cancel = moveCommand(
  'cancel',
  'responder',
  worded(({ incidentCommands }) => incidentCommands.itWasAFalseAlarm),
);

export const reopen = moveCommand(
  'reopen',
  'responder',
  worded(({ incidentCommands }) => incidentCommands.itHasComeBack),
);
