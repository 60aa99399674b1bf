import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { GivenRole } from '../../../domain/incident/permissions.ts';
import type { Role } from '../../../domain/incident/states.ts';
import { text, time, whole } from '../../columns.ts';

export interface RoleRow {
  incidentId: number;
  role: string;
  userId: string;
  assignedBy: string;
  assignedAt: Date;
  /** Whether whoever gave it had power over production then; null for a role that was given before this was written down. */
  withPower: boolean | null;
}

export const RoleEntity = new EntitySchema<RoleRow>({
  name: 'IncidentRole',
  tableName: 'incident_roles',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    role: text('role', { primary: true }),
    userId: text('user_id'),
    assignedBy: text('assigned_by'),
    assignedAt: time('assigned_at'),
    withPower: { name: 'with_power', type: 'boolean', nullable: true },
  },
});

/** Table `incident_roles`: one person per role and incident. */
export class RoleStore {
  constructor(private readonly manager: EntityManager) {}

  async assign(row: Omit<RoleRow, 'role'> & { role: Role }): Promise<void> {
    await this.manager.getRepository(RoleEntity).upsert(row, ['incidentId', 'role']);
  }

  /** With who gave each and when, and whether that gives power over production. */
  async given(incidentId: number): Promise<(GivenRole & { assignedAt: Date })[]> {
    const rows = await this.manager.getRepository(RoleEntity).findBy({ incidentId });
    return rows.map(({ role, userId, assignedBy, assignedAt, withPower }) => ({
      role: role as Role,
      userId,
      assignedBy,
      assignedAt,
      withPower,
    }));
  }

  /** Who holds a role, and since when; undefined while nobody does. */
  async find(incidentId: number, role: Role): Promise<RoleRow | undefined> {
    return (await this.manager.getRepository(RoleEntity).findOneBy({ incidentId, role })) ?? undefined;
  }

  /** The roles of many incidents; those without any are absent. */
  async ofMany(incidentIds: readonly number[]): Promise<Map<number, Partial<Record<Role, string>>>> {
    const rows = await this.manager.getRepository(RoleEntity).findBy({ incidentId: In([...incidentIds]) });
    const found = new Map<number, Partial<Record<Role, string>>>();
    for (const row of rows) found.set(row.incidentId, { ...found.get(row.incidentId), [row.role]: row.userId });
    return found;
  }

  async of(incidentId: number): Promise<Partial<Record<Role, string>>> {
    const rows = await this.manager.getRepository(RoleEntity).findBy({ incidentId });
    return Object.fromEntries(rows.map((row) => [row.role, row.userId]));
  }
}
