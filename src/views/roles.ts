import type { Role } from '../domain/incident/states.ts';

export type RolesView = Partial<Record<Role, string /* Slack user id */>>;
