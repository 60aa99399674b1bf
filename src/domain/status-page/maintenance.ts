import type { Language } from '../language/bilingual.ts';

/** Work on the service that was planned and told before. */
export interface PlannedWork {
  id: number;
  service: string;
  /** Keys of the status page's components; none: the whole service. */
  components: readonly string[];
  /** What is done, by language. */
  texts: Readonly<Record<Language, string>>;
  startsAt: Date;
  endsAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  cancelledAt: Date | null;
  changedAt: Date;
  /** Rises with each change. */
  version: number;
}

export const MAINTENANCE_STATES = ['planned', 'under-way', 'completed', 'cancelled'] as const;
export type MaintenanceState = (typeof MAINTENANCE_STATES)[number];

export const MAINTENANCE_CHANGES = ['planned', 'started', 'moved', 'completed', 'cancelled'] as const;
export type MaintenanceChange = (typeof MAINTENANCE_CHANGES)[number];

/** As it is at this moment: its times say it, whether or not anybody was woken for them. */
export function maintenanceState(
  work: Pick<PlannedWork, 'startsAt' | 'endsAt' | 'startedAt' | 'completedAt' | 'cancelledAt'>,
  now: Date,
): MaintenanceState {
  if (work.cancelledAt) return 'cancelled';
  if (work.completedAt || now >= work.endsAt) return 'completed';
  return work.startedAt || now >= work.startsAt ? 'under-way' : 'planned';
}

/** From when to when it is, or was; undefined for what never was. */
export function spanOf({
  startsAt,
  endsAt,
  completedAt,
  cancelledAt,
}: Pick<PlannedWork, 'startsAt' | 'endsAt' | 'completedAt' | 'cancelledAt'>): { from: number; to: number } | undefined {
  if (cancelledAt) return undefined;
  return { from: startsAt.getTime(), to: Math.min(endsAt.getTime(), completedAt?.getTime() ?? Number.POSITIVE_INFINITY) };
}

/** Whether it is about a component. */
export function concerns({ components }: Pick<PlannedWork, 'components'>, component: string): boolean {
  return components.length === 0 || components.includes(component);
}
