import { z } from 'zod';
import type { Asks } from '../../../commands/result.ts';
import { ROLES, type Role } from '../../../domain/incident/states.ts';
import { incidentNumber, readSent } from '../sent-values.ts';
import { asksFor, type FormKind } from './form-kind.ts';

export const ASSIGN_CALLBACK = 'incident.assign';

/** Id of the block of a role. */
export function roleField(role: Role): string {
  return `role.${role}`;
}

/** What it keeps: who held which role when it was shown. */
const kept = z.object({
  incident: incidentNumber,
  roles: z.partialRecord(z.enum(ROLES), z.string().regex(/^[\w./-]{1,200}$/)).default({}),
});

export type AssignKept = z.input<typeof kept>;

/** Gives roles to people: one command for each that somebody chose. */
export const assignForm: FormKind<Asks['assign']> = {
  callback: ASSIGN_CALLBACK,
  draw: (present, view) => present.assignModal(view),
  asks: (form) => {
    const { incident, roles } = readSent(kept, form.metadata);
    return ROLES.flatMap((role) => {
      const person = form.field(roleField(role))?.selected_user;
      // What was left as it was shown is nobody's wish: it may have changed since.
      if (!person || person === roles[role]) return [];
      return [{ part: role, sent: asksFor('assign', { role, person, seen: roles[role] ?? 'nobody' }, incident) }];
    });
  },
  done: 'closes',
  beside: {},
  otherwise: 'instead',
};
