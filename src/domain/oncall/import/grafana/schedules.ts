import { momentOf } from '../../../foreign/moment.ts';
import { DAY_MS, wallTimeAt } from '../../wall-time.ts';
import type { OverrideDraft, Remark, Said, ScheduleDraft } from '../draft.ts';
import { allLayersOf, clocksChange, stacked, united, WRITTEN_OUT_DAYS, writtenOutRemark } from '../layers.ts';
import type { People } from '../people.ts';
import { zoneNamed } from '../zones.ts';
import type { GrafanaSchedule, GrafanaShift } from './shapes.ts';
import { eventsOf, type ShiftRule, turnsOf } from './shift-events.ts';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const ALL_AT_ONCE = 'Some of its people are on call at once. Grafana OnCall calls all of them; here the first one is paged first.';

interface Options {
  people: People;
  remarks: Remark[];
  now: Date;
}

interface Placed<Value> {
  file: string;
  value: Value;
}

/**
 * A schedule of Grafana OnCall. A shift of a higher level goes before lower ones; overrides go before all. Shifts that a rotation here cannot say make the whole schedule be written
 * out, from the shifts, or else from its final shifts when the export has them. Undefined when nobody is ever on call by it.
 */
export function readSchedule(
  { file, value }: Placed<GrafanaSchedule>,
  shifts: readonly Placed<GrafanaShift>[],
  said: Said | undefined,
  options: Options,
): ScheduleDraft | undefined {
  const { remarks, now } = options;
  const what = `schedule "${value.name}"`;
  // The API's own words: shifts of the web have the times of UTC, those of calendars the schedule's.
  const own = zoneNamed(value.time_zone) ?? 'UTC';
  const ofShifts = value.type === 'web' ? 'UTC' : own;
  if (value.ical_url_overrides)
    remarks.push({ kind: 'lost', file, what, why: 'Its calendar of overrides (ical_url_overrides) is not read.' });
  if (value.type === 'ical') return fromSaid(value.name, own, said, { file, what }, 'It is an iCal calendar, which is not read.', options);
  const rules = shifts.map((shift) => ruleOf(shift, ofShifts, what, options));
  if (rules.includes('unknown'))
    return fromSaid(value.name, own, said, { file, what }, 'It has shifts whose turns are not known here.', options);
  const known = rules.filter((rule) => rule !== 'none' && rule !== 'unknown');
  const overrides = overridesOf(shifts, ofShifts, what, options);
  const last = new Date(now.getTime() + WRITTEN_OUT_DAYS * DAY_MS);
  const live = known.filter((rule) => eventsOf(rule, now, last).length > 0);
  if (live.length === 0 && overrides.length === 0) {
    remarks.push({ kind: 'lost', file, what, why: 'Nobody is on call by it.' });
    return undefined;
  }
  if (live.some(({ groups }) => groups.some((group) => group.length > 1)) || sameLevelAtOnce(live, now))
    remarks.push({ kind: 'changed', file, what, why: ALL_AT_ONCE });
  const turns = live.map((rule) => turnsOf(rule, now));
  const [zone = ofShifts] = live.map((rule) => rule.zone);
  // The lowest first; of one level the first one should be asked first.
  const order = [...live.keys()].reverse().sort((a, b) => (live[a]?.level ?? 0) - (live[b]?.level ?? 0));
  if (clocksChange(zone, now) && live.some(({ frequency }) => frequency === 'hourly'))
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'Clocks change in its zone, and it has turns counted in hours. They are taken to follow the wall clock: compare the weeks after a change.',
    });
  if (turns.every((one) => one !== undefined) && live.every((rule) => rule.zone === zone)) {
    const layers = allLayersOf(
      order.flatMap((index) => turns[index] ?? []),
      zone,
    );
    return { name: value.name, zone, layers, overrides, ...(said && { said }) };
  }
  const events = order.map((index) =>
    eventsOf(live[index] as ShiftRule, now, last).map(({ people, from, to }) => ({
      person: people[0] ?? '',
      from: new Date(Math.max(from.getTime(), now.getTime())),
      to: new Date(Math.min(to.getTime(), last.getTime())),
    })),
  );
  const { shifts: written, until } = stacked(events, last);
  remarks.push(writtenOutRemark({ file, what }, 'A rotation here cannot say the turns of all its shifts.', until, zone));
  return { name: value.name, zone, layers: [], overrides: [...written, ...overrides], ...(until && { until }), ...(said && { said }) };
}

/** What the export's own account says, where nothing else does. */
function fromSaid(
  name: string,
  zone: string,
  said: Said | undefined,
  where: Pick<Remark, 'file' | 'what'>,
  why: string,
  { remarks, now, people }: Options,
): ScheduleDraft | undefined {
  const known = people.people.map(({ key }) => key);
  const shifts = united(
    (said?.shifts ?? []).flatMap(({ people: [person], from, to }): OverrideDraft[] =>
      person !== undefined && known.includes(person) && to > now ? [{ person, from, to }] : [],
    ),
  );
  if (!said || shifts.length === 0) {
    remarks.push({
      kind: 'lost',
      ...where,
      why: `${why} Put its final shifts beside it (GET /api/v1/schedules/<id>/final_shifts, as final_shifts/<id>.json) to carry those.`,
    });
    return undefined;
  }
  remarks.push(writtenOutRemark(where, `${why} Its final shifts are taken.`, said.to, zone));
  return { name, zone, layers: [], overrides: shifts, until: said.to, said };
}

function ruleOf(
  { file, value }: Placed<GrafanaShift>,
  zoneElse: string,
  schedule: string,
  { people, remarks }: Options,
): ShiftRule | 'none' | 'unknown' {
  const what = `shift "${value.name ?? value.id}" of ${schedule}`;
  if (value.type === 'override') return 'none';
  const zone = value.time_zone ? zoneNamed(value.time_zone) : zoneElse;
  const [start, rotationStart, until] = [value.start, value.rotation_start, value.until].map((time) => (time ? wallOf(time) : undefined));
  const leave = (why: string): 'unknown' => {
    remarks.push({ kind: 'wrong', file, what, why });
    return 'unknown';
  };
  if (zone === undefined || start === undefined || (value.until && until === undefined))
    return leave('Its times or its time zone cannot be read.');
  const unknown = (why: string): 'unknown' => {
    remarks.push({ kind: 'lost', file, what, why });
    return 'unknown';
  };
  if (value.frequency === 'monthly' || value.by_month?.length || value.by_monthday?.length)
    return unknown('It goes by months (monthly, by_month or by_monthday).');
  if (value.by_day?.length && value.frequency !== 'weekly') return unknown('It has by_day without being weekly.');
  // A rotation that was made to begin later than its first event counts its turns in ways that differ by where it was made.
  if (rotationStart !== undefined && rotationStart > start && value.type === 'rolling_users')
    return unknown('Its rotation_start is later than its start, and whose turn is the first one then is not written anywhere.');
  const shift = value.start_rotation_from_user_index ?? 0;
  const rolling = value.rolling_users ?? [];
  const groups = value.type === 'rolling_users' ? [...rolling.slice(shift), ...rolling.slice(0, shift)] : [value.users ?? []];
  const keys = groups.map((group) =>
    group.flatMap((id) => {
      const key = people.keyOf(id);
      if (key === undefined)
        remarks.push({ kind: 'wrong', file, what, why: `The user ${id} is not in the export; their turns are empty.` });
      return key ?? [];
    }),
  );
  if (keys.every((group) => group.length === 0)) {
    remarks.push({ kind: 'lost', file, what, why: 'It has no user who takes turns.' });
    return 'none';
  }
  return {
    name: value.name ?? 'shift',
    level: value.level ?? 0,
    zone,
    start,
    durationMs: value.duration * 1_000,
    ...(value.frequency && value.type !== 'single_event' && { frequency: value.frequency }),
    interval: value.interval ?? 1,
    ...(until !== undefined && { until }),
    weekStart: DAYS.indexOf(value.week_start ?? 'SU'),
    ...(value.by_day?.length && { byDay: value.by_day.map((day) => DAYS.indexOf(day)) }),
    groups: keys,
  };
}

function overridesOf(shifts: readonly Placed<GrafanaShift>[], zoneElse: string, schedule: string, options: Options): OverrideDraft[] {
  const { now, remarks } = options;
  const overrides = shifts.flatMap(({ file, value }): OverrideDraft[] => {
    if (value.type !== 'override') return [];
    const rule = ruleOf(
      { file, value: { ...value, type: 'single_event', users: value.users ?? value.rolling_users?.flat() ?? [] } },
      zoneElse,
      schedule,
      options,
    );
    if (typeof rule === 'string') return [];
    const all = eventsOf({ ...rule }, new Date(0), new Date(8.64e15));
    if (all.some(({ people }) => people.length > 1))
      remarks.push({ kind: 'changed', file, what: `override "${value.name ?? value.id}" of ${schedule}`, why: ALL_AT_ONCE });
    return all.flatMap(({ people: [person], from, to }) => (person !== undefined && to > now ? [{ person, from, to }] : []));
  });
  return overrides.sort((a, b) => a.from.getTime() - b.from.getTime());
}

function sameLevelAtOnce(rules: readonly ShiftRule[], now: Date): boolean {
  const weeks = rules.map((rule) => ({ level: rule.level, events: eventsOf(rule, now, new Date(now.getTime() + 28 * DAY_MS)) }));
  return weeks.some((one, index) =>
    weeks
      .slice(index + 1)
      .some((other) => other.level === one.level && one.events.some((a) => other.events.some((b) => a.from < b.to && b.from < a.to))),
  );
}

/** A time without a zone, as a reading of the clock. */
function wallOf(text: string): number | undefined {
  const at = momentOf(text.replace(/Z$/, ''), 'UTC');
  return at && wallTimeAt(at.getTime(), 'UTC');
}
