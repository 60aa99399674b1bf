import { momentOf } from '../../../foreign/moment.ts';
import type { OverrideDraft, Remark, ScheduleDraft } from '../draft.ts';
import { clocksChange, layersOf, NOBODY, onMinute, overlap, type Turns, united, writtenOut, writtenOutRemark } from '../layers.ts';
import type { People } from '../people.ts';
import { DAY_MINUTES, WEEK_MINUTES, type WeekSpan } from '../week-hours.ts';
import { type OpsgenieOverride, type OpsgenieRecipient, type OpsgenieRestriction, type OpsgenieSchedule, rotationShape } from './shapes.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const NIGHT =
  'Clocks change in its zone. Its turns are taken to follow the wall clock, which Opsgenie does not say of turns counted in hours: compare the weeks after a change.';

export interface ReadOptions {
  people: People;
  remarks: Remark[];
  now: Date;
}

/**
 * A schedule of Opsgenie with its overrides. All of its rotations are on call at once there; here the first one is asked first and the others after it, which is a remark where
 * it makes a difference. Undefined when nobody is ever on call by it; the remarks say why.
 */
export function readSchedule(
  { file, value }: { file: string; value: OpsgenieSchedule },
  overrides: readonly { file: string; value: OpsgenieOverride }[],
  zoneElse: string,
  options: ReadOptions,
): ScheduleDraft | undefined {
  const { remarks, now } = options;
  const what = `schedule "${value.name}"`;
  if (value.enabled === false) {
    remarks.push({ kind: 'lost', file, what, why: 'It is disabled: nobody is on call by it.' });
    return undefined;
  }
  const zone = zoneOf(value.timezone) ?? zoneElse;
  if (zoneOf(value.timezone) === undefined)
    remarks.push({
      kind: 'wrong',
      file,
      what,
      why: `Its time zone is ${value.timezone ? `"${value.timezone}", which nobody knows` : 'missing'}; ${zone} is taken.`,
    });
  if (!value.rotations)
    remarks.push({ kind: 'wrong', file, what, why: 'Its rotations are missing: list schedules with ?expand=rotation.' });
  const draft: ScheduleDraft = { name: value.name, zone, layers: [], overrides: [] };
  const rotations = (value.rotations ?? []).flatMap((one) => readRotation(one, { file, what, zone }, options));
  if (
    rotations.length > 1 &&
    overlap(
      draft,
      rotations.map(({ turns }) => turns),
      now,
    )
  )
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'Several rotations are on call at once. Opsgenie calls all of them; here the first one is paged first, and the others after it.',
    });
  const layerNames = new Map<string, string[]>();
  // A later layer goes first here; of rotations the first one should.
  for (const { id, turns } of [...rotations].reverse()) {
    const where = { file, what: `rotation "${turns.name}" of ${what}` };
    if (turns.people.includes(NOBODY)) {
      const { overrides: shifts, until } = writtenOut(turns, zone, now);
      draft.overrides.push(...shifts);
      if (until && (!draft.until || until < draft.until)) draft.until = until;
      remarks.push(writtenOutRemark(where, 'Some of its turns belong to nobody.', until, zone));
      continue;
    }
    const layers = layersOf(turns, zone, draft.layers);
    draft.layers.push(...layers);
    for (const name of [id, turns.name])
      if (name !== undefined)
        layerNames.set(
          name,
          layers.map((layer) => layer.name),
        );
  }
  if (rotations.some(({ hourly }) => hourly) && clocksChange(zone, now)) remarks.push({ kind: 'changed', file, what, why: NIGHT });
  draft.overrides.push(...readOverrides(overrides, what, layerNames, rotations, options));
  const used = new Set([...draft.layers.flatMap((layer) => layer.people), ...draft.overrides.map(({ person }) => person)]);
  if (used.size === 0) {
    remarks.push({ kind: 'lost', file, what, why: 'Nobody is on call by it.' });
    return undefined;
  }
  return draft;
}

interface Rotation {
  id?: string;
  zone: string;
  turns: Turns;
  hourly: boolean;
  restricted: boolean;
}

function readRotation(
  raw: unknown,
  place: { file: string; what: string; zone: string },
  { people, remarks, now }: ReadOptions,
): Rotation[] {
  const read = rotationShape.safeParse(raw);
  const { file, zone } = place;
  if (!read.success) {
    const [issue] = read.error.issues;
    remarks.push({
      kind: 'wrong',
      file,
      what: `a rotation of ${place.what}`,
      why: `It was left out, because ${issue?.path.join('.')} is not as expected (${issue?.message}).`,
    });
    return [];
  }
  const { id, name, type, length, participants, timeRestriction, startDate, endDate } = read.data;
  const what = `rotation "${name ?? id ?? ''}" of ${place.what}`;
  const start = momentOf(startDate, 'UTC');
  const end = endDate === null || endDate === undefined ? undefined : momentOf(endDate, 'UTC');
  const leave = (kind: Remark['kind'], why: string): Rotation[] => {
    remarks.push({ kind, file, what, why });
    return [];
  };
  if (start === undefined) return leave('wrong', `It was left out, because its startDate ${JSON.stringify(startDate)} is no time.`);
  if (endDate !== null && endDate !== undefined && end === undefined)
    return leave('wrong', `It was left out, because its endDate ${JSON.stringify(endDate)} is no time.`);
  if (end && end <= now) return leave('lost', `It ended on ${end.toISOString().slice(0, 10)}.`);
  const rotate = rotateOf(type, length ?? 1);
  if (rotate === undefined) return leave('lost', `Turns that are ${type}, ${length ?? 1} long, are not known here.`);
  if (!onMinute(start))
    remarks.push({ kind: 'changed', file, what, why: `It begins at ${start.toISOString()}; handovers are at whole minutes here.` });
  const keys = participants.map((participant) => participantKey(participant, { file, what }, people, remarks));
  if (keys.every((key) => key === NOBODY)) return leave('lost', 'It has no user who takes turns.');
  const spans = timeRestriction ? spansOf(timeRestriction) : undefined;
  if (spans === 'unknown') return leave('lost', `Its time restriction of type "${timeRestriction?.type}" is not known here.`);
  const turns: Turns = { name: name ?? id ?? 'rotation', people: keys, rotate, start, ...(end && { end }), ...(spans && { spans }) };
  return [{ ...(id !== undefined && { id }), zone, turns, hourly: rotate.hours > 0, restricted: spans !== undefined }];
}

function participantKey(participant: OpsgenieRecipient, where: Pick<Remark, 'file' | 'what'>, people: People, remarks: Remark[]): string {
  const { type, id, name, username } = participant;
  if (type === 'none') return NOBODY;
  if (type === 'user') {
    const key = people.keyOf(id) ?? people.keyOf(username) ?? people.keyOf(name);
    if (key !== undefined) return key;
    remarks.push({ kind: 'wrong', ...where, why: `The user ${username ?? name ?? id} is not in the export; their turns are empty.` });
    return NOBODY;
  }
  remarks.push({
    kind: 'lost',
    ...where,
    why: `The ${type} ${name ?? id} takes turns in it; only people can here, so these turns are empty.`,
  });
  return NOBODY;
}

function rotateOf(type: string, length: number): Turns['rotate'] | undefined {
  // The playbook's lengths have three digits.
  if (length > 999) return undefined;
  if (type === 'hourly') return { days: 0, hours: length };
  if (type === 'daily') return { days: length, hours: 0 };
  return type === 'weekly' && length * 7 <= 6_993 ? { days: length * 7, hours: 0 } : undefined;
}

/** `time-of-day`: the same window every day; over midnight when it ends no later than it begins. `weekday-and-time-of-day`: from a day to a day, also over the end of the week. */
function spansOf({ type, restriction, restrictions }: OpsgenieRestriction): WeekSpan[] | 'unknown' | undefined {
  if (type === 'time-of-day') {
    if (!restriction) return undefined;
    const from = restriction.startHour * 60 + restriction.startMin;
    const to = restriction.endHour * 60 + restriction.endMin;
    const length = to > from ? to - from : to - from + DAY_MINUTES;
    return DAYS.map((_, index) => ({ from: index * DAY_MINUTES + from, to: index * DAY_MINUTES + from + length }));
  }
  if (type !== 'weekday-and-time-of-day') return 'unknown';
  if (!restrictions || restrictions.length === 0) return undefined;
  return restrictions.map(({ startDay, startHour, startMin, endDay, endHour, endMin }) => {
    const from = DAYS.indexOf(startDay) * DAY_MINUTES + startHour * 60 + startMin;
    const to = DAYS.indexOf(endDay) * DAY_MINUTES + endHour * 60 + endMin;
    return { from, to: to > from ? to : to + WEEK_MINUTES };
  });
}

/** Those of one schedule, the last one last, because it counts where two overlap. */
function readOverrides(
  found: readonly { file: string; value: OpsgenieOverride }[],
  schedule: string,
  layerNames: ReadonlyMap<string, readonly string[]>,
  rotations: readonly Rotation[],
  { people, remarks, now }: ReadOptions,
): OverrideDraft[] {
  let over = 0;
  const overrides = found.flatMap(({ file, value }): OverrideDraft[] => {
    const what = `override "${value.alias ?? ''}" of ${schedule}`;
    const [from, to] = [momentOf(value.startDate, 'UTC'), momentOf(value.endDate, 'UTC')];
    if (!from || !to || from >= to) {
      remarks.push({ kind: 'wrong', file, what, why: 'It was left out, because its times are none, or end before they begin.' });
      return [];
    }
    if (to <= now) {
      over += 1;
      return [];
    }
    const person = people.keyOf(value.user.id) ?? people.keyOf(value.user.username) ?? people.keyOf(value.user.name);
    if (person === undefined) {
      const who = value.user.username ?? value.user.name ?? value.user.id ?? value.user.type ?? 'nobody';
      remarks.push({ kind: 'lost', file, what, why: `It puts in ${who}, who is no user of the export; the rotation goes on.` });
      return [];
    }
    const asked = value.rotations ?? [];
    if (asked.length === 0) return [{ person, from, to }];
    const named = rotations.filter(({ id, turns }) =>
      asked.some((one) => (one.id === undefined ? one.name === turns.name : one.id === id)),
    );
    const layers = [...new Set(asked.flatMap(({ id, name }) => layerNames.get(id ?? '') ?? layerNames.get(name ?? '') ?? []))];
    if (named.some(({ restricted }) => restricted))
      remarks.push({
        kind: 'changed',
        file,
        what,
        why: 'It is for a rotation with a time restriction: here it counts while that rotation serves, and at no other time.',
      });
    const written = named
      .filter(({ id, turns }) => !layerNames.has(id ?? turns.name))
      .flatMap(({ turns, zone }) => served({ ...turns, people: [person] }, zone, { from, to }, now));
    if (layers.length === 0 && written.length === 0)
      remarks.push({ kind: 'lost', file, what, why: 'Its rotation is not carried, or does not serve then, so neither is it.' });
    return layers.length === 0 ? written : [...written, { person, from, to, layers }];
  });
  const [first] = found;
  if (over > 0 && first)
    remarks.push({
      kind: 'lost',
      file: first.file,
      what: `overrides of ${schedule}`,
      why: `${over} of them ${over === 1 ? 'is' : 'are'} over.`,
    });
  const sorted = overrides.sort((a, b) => a.from.getTime() - b.from.getTime());
  if (first && sorted.some((one, index) => sorted.slice(index + 1).some((other) => other.from < one.to)))
    remarks.push({
      kind: 'changed',
      file: first.file,
      what: `overrides of ${schedule}`,
      why: 'Some overlap; here the one that begins last counts.',
    });
  return united(sorted.filter(({ layers }) => layers === undefined)).concat(sorted.filter(({ layers }) => layers !== undefined));
}

/** When turns serve between two times. */
function served(turns: Turns, zone: string, { from, to }: { from: Date; to: Date }, now: Date): OverrideDraft[] {
  return writtenOut(turns, zone, now).overrides.flatMap((shift) => {
    const [begins, ends] = [new Date(Math.max(shift.from.getTime(), from.getTime())), new Date(Math.min(shift.to.getTime(), to.getTime()))];
    return begins < ends ? [{ person: shift.person, from: begins, to: ends }] : [];
  });
}

function zoneOf(zone: string | null | undefined): string | undefined {
  try {
    return zone ? new Intl.DateTimeFormat('en', { timeZone: zone }) && zone : undefined;
  } catch {
    return undefined;
  }
}
