import type { Playbook } from '../playbook/schema.ts';
import type { OncallLevel } from './levels.ts';
import { type Handover, nextHandover, oncallAt, overrideAt } from './oncall-at.ts';
import { type LevelOverride, oncallOrder, overridesOf, scheduleOf } from './oncall-order.ts';
import type { Override, Turn } from './schedule.ts';

/** One level at a moment. */
export interface LevelAt {
  level: OncallLevel;
  source: 'list' | 'schedule' | 'user-group';
  turn: Turn;
  /** When somebody else (or nobody) takes over; absent when that is not in sight. */
  next?: Handover;
  /** Who is paged, in that order; see `oncallOrder`. */
  order: string[];
  /** The override that counts now. */
  override?: LevelOverride;
}

/** Who is on call at a level, why, and who comes next. `overrides` and `members` as for `oncallOrder`. */
export function levelAt(
  playbook: Playbook,
  level: OncallLevel,
  at: Date,
  overrides: readonly LevelOverride[] = [],
  members: readonly string[] = [],
): LevelAt {
  const source = playbook.team.oncall[level];
  const schedule = scheduleOf(playbook, source);
  const put = overridesOf(playbook, level, overrides);
  const order = oncallOrder(playbook, level, at, overrides, members);
  const counts = overrideAt(put, at.getTime());
  const override = counts && overrides.filter((one) => one.level === level)[put.indexOf(counts)];
  const shared = { level, order, ...(override && { override }) };
  if (schedule) {
    const { until: _, ...turn } = oncallAt(schedule, at, put);
    const next = nextHandover(schedule, at, put);
    return { ...shared, source: 'schedule', turn, ...(next && { next }) };
  }
  const [standing] = oncallOrder(playbook, level, at, [], members);
  const turn = counts ? { person: counts.person, why: 'override' as const } : firstOf(standing);
  const next = nextOverride(put, standing, at, turn.person);
  return { ...shared, source: Array.isArray(source) ? 'list' : 'user-group', turn, ...(next && { next }) };
}

function firstOf(standing: string | undefined): Turn {
  return standing === undefined ? { why: 'gap' } : { person: standing, why: 'turn' };
}

/** In a fixed order somebody else takes over only where an override begins or ends. */
function nextOverride(put: readonly Override[], standing: string | undefined, at: Date, from: string | undefined): Handover | undefined {
  const edges = put.flatMap((override) => [override.from.getTime(), override.to.getTime()]).filter((edge) => edge > at.getTime());
  for (const edge of edges.sort((a, b) => a - b)) {
    const to = overrideAt(put, edge)?.person ?? standing;
    if (to !== from) return { at: new Date(edge), ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  return undefined;
}
