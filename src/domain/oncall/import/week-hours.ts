import { WEEKDAYS } from '../../playbook/schema-parts.ts';

type Weekday = (typeof WEEKDAYS)[number];

/** When a layer serves, as the playbook's `only` takes it. */
export interface Hours {
  days?: Weekday[];
  from?: string;
  to?: string;
}

/** Minutes since Monday 00:00; `to` may lie behind the end of the week. */
export interface WeekSpan {
  from: number;
  to: number;
}

export const DAY_MINUTES = 1_440;
export const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * Stretches of the week as windows of the playbook, each of which begins on some days and lasts a day at most. A stretch of several days becomes the rest of its
 * first day, whole days, and the beginning of its last one. Stretches that touch or overlap are one. `always` when they are the whole week.
 */
export function hoursOf(spans: readonly WeekSpan[]): Hours[] | 'always' {
  const united = unite(spans);
  const [only] = united;
  if (only && only.to - only.from >= WEEK_MINUTES) return 'always';
  const windows = new Map<string, { from: number; to: number; days: Set<number> }>();
  for (const { from, to } of united.flatMap(windowsOf)) {
    const day = Math.floor(from / DAY_MINUTES) % 7;
    const [begins, ends] = [from % DAY_MINUTES, to % DAY_MINUTES];
    const key = `${begins}-${ends}`;
    const window = windows.get(key) ?? { from: begins, to: ends, days: new Set() };
    window.days.add(day);
    windows.set(key, window);
  }
  return [...windows.values()].map(({ from, to, days }) => ({
    ...(days.size < 7 && { days: WEEKDAYS.filter((_, index) => days.has(index)) }),
    ...(from !== to && { from: clock(from), to: clock(to) }),
  }));
}

/** Sorted, disjoint, each of them beginning within the week. */
function unite(spans: readonly WeekSpan[]): WeekSpan[] {
  const inWeek = spans
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => {
      const begins = ((from % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
      return { from: begins, to: begins + Math.min(to - from, WEEK_MINUTES) };
    })
    .flatMap(({ from, to }) =>
      to <= WEEK_MINUTES
        ? [{ from, to }]
        : [
            { from, to: WEEK_MINUTES },
            { from: 0, to: to - WEEK_MINUTES },
          ],
    )
    .sort((a, b) => a.from - b.from);
  const united: WeekSpan[] = [];
  for (const span of inWeek) {
    const last = united.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else united.push({ ...span });
  }
  const [first] = united;
  const last = united.at(-1);
  // What goes on over the end of the week is one stretch.
  if (first && last && first !== last && first.from === 0 && last.to === WEEK_MINUTES) {
    last.to += first.to;
    united.shift();
  }
  return united;
}

function windowsOf({ from, to }: WeekSpan): WeekSpan[] {
  const length = to - from;
  // A whole day that begins elsewhere than at midnight cannot be written as one window: `from` and `to` would be the same.
  if (length < DAY_MINUTES || (length === DAY_MINUTES && from % DAY_MINUTES === 0)) return [{ from, to }];
  const windows: WeekSpan[] = [];
  for (let begins = from; begins < to; ) {
    const ends = Math.min(to, (Math.floor(begins / DAY_MINUTES) + 1) * DAY_MINUTES);
    windows.push({ from: begins, to: ends });
    begins = ends;
  }
  return windows;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
