import type { EntityManager } from 'typeorm';
import type { Role } from '../../domain/incident.ts';
import { RoleEntity, type RoleRow } from '../entities.ts';

/** Table `incident_roles`: one person per role and incident. */
export class RoleStore {
  constructor(private readonly manager: EntityManager) {}

  async assign(row: Omit<RoleRow, 'role'> & { role: Role }): Promise<void> {
    await this.manager.getRepository(RoleEntity).upsert(row, ['incidentId', 'role']);
  }

  async of(incidentId: number): Promise<Partial<Record<Role, string>>> {
    const rows = await this.manager.getRepository(RoleEntity).findBy({ incidentId });
    return Object.fromEntries(rows.map((row) => [row.role, row.userId]));
  }
}
