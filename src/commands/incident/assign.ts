import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { ROLES } from '../../domain/incident/states.ts';
import { worded } from '../../languages/worded.ts';
import { assignRole } from '../../workflows/incident/assign-role.ts';
import { about, key, person, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { somebody } from '../somebody.ts';
import { choice, mention } from '../words/readers.ts';

export const assign = incidentCommand({
  name: 'assign',
  summary: worded(({ incidentCommands }) => incidentCommands.assignSummary),
  args: z.object({
    role: about(z.enum(ROLES).optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.assignRole),
      examples: ['commander'],
      without: worded(({ incidentCommands }) => incidentCommands.assignRoleWithout),
    }),
    person: about(person().optional(), {
      what: worded(({ incidentCommands }) => incidentCommands.assignPerson),
      examples: ['U0MINJI'],
      expects: worded(({ incidentCommands }) => incidentCommands.assignPersonExpects),
      without: worded(({ incidentCommands }) => incidentCommands.assignPersonWithout),
    }),
    /** Who held it, or `nobody`. */
    seen: seen(key()),
  }),
  words: { role: choice(ROLES), person: mention({ orMe: true }) },
  button: {},
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, roles, args: { role, person, seen } }) => {
    if (role === undefined) {
      if (person === undefined) return { ask: 'assign', view: { incident, roles } };
      throw new UserError(
        'bad_role',
        worded(({ incidentCommands }) => incidentCommands.sayWhichRoleForExample(ROLES)),
      );
    }
    const user = somebody(person, actor);
    const before = seen === 'nobody' ? null : seen;
    await assignRole(runtime, { cause, actor, incidentId: incident.id, role, user, ...(before !== undefined && { seen: before }) });
    return { show: 'done', view: { done: 'assigned', incident, role, user } };
  },
});
