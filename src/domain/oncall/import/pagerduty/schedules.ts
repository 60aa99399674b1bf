import { momentOf } from '../../../foreign/moment.ts';
import { shiftsBetween } from '../../oncall-at.ts';
import type { OverrideDraft, Remark, Said, ScheduleDraft } from '../draft.ts';
import { ruledBy } from '../forward.ts';
import { allLayersOf, clocksChange, NOBODY, onMinute, overlap, type Turns, writtenOutOf, writtenOutRemark } from '../layers.ts';
import type { People } from '../people.ts';
import { DAY_MINUTES, WEEK_MINUTES, type WeekSpan } from '../week-hours.ts';
import { zoneNamed } from '../zones.ts';
import { layerShape, type PagerdutyLayer, type PagerdutyOverride, type PagerdutySchedule } from './shapes.ts';

const DAY_SECONDS = 86_400;

interface Options {
  people: People;
  remarks: Remark[];
  now: Date;
}

/**
 * A schedule of PagerDuty. Its layers lie on each other: where an upper one serves, those below do not. The API answers with the uppermost first; where the answer has its final
 * schedule and only the other order agrees with it, that one is taken. Undefined when nobody is ever on call by it.
 */
export function readSchedule(
  { file, value }: { file: string; value: PagerdutySchedule },
  found: readonly { file: string; value: PagerdutyOverride }[],
  options: Options,
): ScheduleDraft | undefined {
  const { people, remarks, now } = options;
  const name = value.name ?? value.summary ?? value.id;
  const what = `schedule "${name}"`;
  const zone = zoneNamed(value.time_zone) ?? 'UTC';
  if (zone !== value.time_zone)
    remarks.push({ kind: 'wrong', file, what, why: `Its time zone "${value.time_zone}" is not known; ${zone} is taken.` });
  if (!value.schedule_layers)
    remarks.push({ kind: 'wrong', file, what, why: 'Its layers are missing: ask for each schedule by itself (GET /schedules/<id>).' });
  const layers = (value.schedule_layers ?? []).flatMap((raw) => readLayer(raw, { file, what, zone }, options));
  const said = saidBy(value, people);
  const overrides = overridesOf({ file, value }, found, what, options);
  const build = (ordered: readonly Turns[]): ScheduleDraft => ({
    name,
    zone,
    layers: allLayersOf(ordered, zone),
    overrides,
    ...(said && { said }),
  });
  if (layers.some(({ turns, odd }) => odd || turns.people.includes(NOBODY))) {
    const { shifts, until } = writtenOutOf(
      [...layers].reverse().map(({ turns }) => turns),
      zone,
      now,
    );
    if (shifts.length + overrides.length === 0) {
      remarks.push({ kind: 'lost', file, what, why: 'Nobody is on call by it.' });
      return undefined;
    }
    remarks.push(writtenOutRemark({ file, what }, 'A rotation here cannot say the turns of all its layers.', until, zone));
    return { ...build([]), overrides: [...shifts, ...overrides], ...(until && { until }) };
  }
  const [upperLast, upperFirst] = [[...layers].reverse(), layers].map((ordered) => build(ordered.map(({ turns }) => turns)));
  if (!upperLast || !upperFirst || (layers.length === 0 && overrides.length === 0)) {
    remarks.push({ kind: 'lost', file, what, why: 'Nobody is on call by it.' });
    return undefined;
  }
  if (clocksChange(zone, now) && layers.some(({ turns }) => turns.rotate.hours > 0))
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'Clocks change in its zone, and it has turns that are no whole days. Handovers are taken to follow the wall clock: compare the weeks after a change.',
    });
  if (
    layers.length < 2 ||
    !overlap(
      { zone },
      layers.map(({ turns }) => turns),
      now,
    )
  )
    return upperLast;
  if (said && agreement(upperFirst, said) > agreement(upperLast, said)) {
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'Its final schedule agrees with its layers only when the last one is the uppermost, so that is taken.',
    });
    return upperFirst;
  }
  if (!said)
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'The first of its layers is taken to be the uppermost, as the API answers them. Without its final schedule nothing proves it: ask with since and until.',
    });
  return upperLast;
}

/** For how long the export's own account and ours are the same. */
function agreement(draft: ScheduleDraft, said: Said): number {
  const ours = shiftsBetween(ruledBy(draft), said.from, said.to);
  return ours.reduce(
    (sum, shift) =>
      sum +
      said.shifts
        .filter(({ people }) => people.includes(shift.person ?? ''))
        .reduce(
          (part, { from, to }) =>
            part + Math.max(0, Math.min(to.getTime(), shift.to.getTime()) - Math.max(from.getTime(), shift.from.getTime())),
          0,
        ),
    0,
  );
}

function readLayer(
  raw: unknown,
  place: { file: string; what: string; zone: string },
  { people, remarks, now }: Options,
): { turns: Turns; odd: boolean }[] {
  const read = layerShape.safeParse(raw);
  const { file, zone } = place;
  if (!read.success) {
    const [issue] = read.error.issues;
    remarks.push({
      kind: 'wrong',
      file,
      what: `a layer of ${place.what}`,
      why: `It was left out, because ${issue?.path.join('.')} is not as expected (${issue?.message}).`,
    });
    return [];
  }
  const layer = read.data;
  const what = `layer "${layer.name ?? layer.id ?? ''}" of ${place.what}`;
  const leave = (kind: Remark['kind'], why: string): [] => {
    remarks.push({ kind, file, what, why });
    return [];
  };
  const [virtual, begins, end] = [layer.rotation_virtual_start, layer.start, layer.end].map((time) =>
    time ? momentOf(time, zone) : undefined,
  );
  if (!virtual || !begins) return leave('wrong', 'It was left out, because its start or its rotation_virtual_start is no time.');
  if (end && end <= now) return leave('lost', `It ended on ${end.toISOString().slice(0, 10)}.`);
  const keys = layer.users.map(({ user }) => {
    const key = people.keyOf(user.id);
    if (key === undefined)
      remarks.push({ kind: 'wrong', file, what, why: `The user ${user.summary ?? user.id} is not in the export; their turns are empty.` });
    return key ?? NOBODY;
  });
  if (keys.every((key) => key === NOBODY)) return leave('lost', 'It has no user who takes turns.');
  const seconds = layer.rotation_turn_length_seconds;
  const days = seconds % DAY_SECONDS === 0 ? seconds / DAY_SECONDS : 0;
  const rotate = { days, hours: days > 0 ? 0 : seconds / 3_600 };
  // A layer that begins after its rotation does is nobody's before; what is over by now is not carried anyway.
  const late = begins > virtual && begins > now;
  const turns: Turns = {
    name: layer.name ?? 'layer',
    people: keys,
    rotate,
    start: virtual,
    ...(late && { begins }),
    ...(end && { end }),
    ...spansIn(layer),
  };
  const odd = late || !Number.isInteger(rotate.hours) || days > 999 || rotate.hours > 999 || !onMinute(virtual);
  return [{ turns, odd }];
}

/** Stretches of the week, to the minute. */
function spansIn({ restrictions }: PagerdutyLayer): { spans?: WeekSpan[] } {
  if (!restrictions || restrictions.length === 0) return {};
  return {
    spans: restrictions.flatMap(({ type, start_time_of_day, duration_seconds, start_day_of_week }) => {
      const [hours = 0, minutes = 0] = start_time_of_day.split(':').map(Number);
      const [at, length] = [hours * 60 + minutes, Math.round(duration_seconds / 60)];
      if (type === 'weekly_restriction') {
        const from = ((start_day_of_week ?? 1) - 1) * DAY_MINUTES + at;
        return [{ from, to: from + Math.min(length, WEEK_MINUTES) }];
      }
      return Array.from({ length: 7 }, (_, day) => ({ from: day * DAY_MINUTES + at, to: day * DAY_MINUTES + at + length }));
    }),
  };
}

/** Overrides of their own answer, else those that the schedule's answer shows. */
function overridesOf(
  { file, value }: { file: string; value: PagerdutySchedule },
  found: readonly { file: string; value: PagerdutyOverride }[],
  what: string,
  { people, remarks, now }: Options,
): OverrideDraft[] {
  const rendered = value.overrides_subschedule?.rendered_schedule_entries ?? [];
  const all = found.length > 0 ? found : rendered.map((one) => ({ file, value: one }));
  let over = 0;
  const overrides = all.flatMap(({ file: at, value: { start, end, user } }): OverrideDraft[] => {
    const [from, to] = [momentOf(start, 'UTC'), momentOf(end ?? undefined, 'UTC')];
    const person = people.keyOf(user?.id);
    if (!from || !to || from >= to || person === undefined) {
      remarks.push({
        kind: 'wrong',
        file: at,
        what: `an override of ${what}`,
        why: `It was left out, because its times are none, or ${user?.summary ?? user?.id ?? 'its user'} is not in the export.`,
      });
      return [];
    }
    if (to > now) return [{ person, from, to }];
    over += 1;
    return [];
  });
  if (over > 0)
    remarks.push({ kind: 'lost', file, what: `overrides of ${what}`, why: `${over} of them ${over === 1 ? 'is' : 'are'} over.` });
  return overrides.sort((a, b) => a.from.getTime() - b.from.getTime());
}

function saidBy({ final_schedule }: PagerdutySchedule, people: People): Said | undefined {
  const shifts = (final_schedule?.rendered_schedule_entries ?? []).flatMap(({ start, end, user }) => {
    const [from, to] = [momentOf(start, 'UTC'), momentOf(end ?? undefined, 'UTC')];
    return from && to && user ? [{ people: [people.keyOf(user.id) ?? user.summary ?? user.id], from, to }] : [];
  });
  const [first, last] = [shifts.map(({ from }) => from.getTime()), shifts.map(({ to }) => to.getTime())];
  return shifts.length === 0 ? undefined : { from: new Date(Math.min(...first)), to: new Date(Math.max(...last)), shifts };
}
