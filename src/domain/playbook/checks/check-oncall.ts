import { momentOf } from '../../foreign/moment.ts';
import type { Finding, Path } from '../playbook-error.ts';
import { type Draft, fieldsOf, listOf, repeated, unknownName, unknownNames } from './draft.ts';

/** Each level names people who exist, one way only, and its schedule's layers and holidays fit together. */
export function checkOncall({ team }: Draft): Finding[] {
  const people = Object.keys(fieldsOf(team.people));
  return Object.entries(fieldsOf(team.oncall)).flatMap(([level, source]): Finding[] => {
    const path = ['team', 'oncall', level];
    if (Array.isArray(source)) return unknownNames(path, source, people, 'one of team.people');
    const { schedule, userGroup } = fieldsOf(source);
    const isMap = typeof source === 'object' && source !== null;
    return [
      ...(isMap && schedule === undefined && userGroup === undefined ? [{ path, message: 'needs a schedule or a userGroup' }] : []),
      ...(schedule !== undefined && userGroup !== undefined
        ? [{ path: [...path, 'userGroup'], atKey: true, message: 'has no meaning beside a schedule: keep one of them' }]
        : []),
      ...(schedule === undefined ? [] : checkSchedule([...path, 'schedule'], fieldsOf(schedule), people)),
    ];
  });
}

function checkSchedule(path: Path, schedule: Record<string, unknown>, people: readonly string[]): Finding[] {
  const layers = listOf(schedule.layers).map(fieldsOf);
  const names = layers.map(({ name }) => name);
  const overrides = listOf(schedule.overrides).map(fieldsOf);
  return [
    ...(layers.length === 0 && overrides.length === 0 ? [{ path, message: 'needs layers, or overrides' }] : []),
    ...layers.flatMap((layer, index) => [
      // Somebody may take two turns of a rotation.
      ...eachKnown([...path, 'layers', index, 'people'], layer.people, people),
      ...checkHours([...path, 'layers', index, 'only'], fieldsOf(layer.only)),
    ]),
    ...repeated([...path, 'layers'], 'name', names),
    ...listOf(schedule.holidays)
      .map(fieldsOf)
      .flatMap((holiday, index) => checkHoliday([...path, 'holidays', index], holiday, people, names.map(String))),
    ...overrides.flatMap((override, index) => checkOverride([...path, 'overrides', index], override, people, names.map(String))),
  ];
}

function checkHours(path: Path, { from, to }: Record<string, unknown>): Finding[] {
  if (from === to)
    return from === undefined ? [] : [{ path: [...path, 'to'], message: 'must differ from from; leave both out for the whole day' }];
  if (from === undefined) return [{ path: [...path, 'to'], atKey: true, message: 'needs from beside it' }];
  return to === undefined ? [{ path: [...path, 'from'], atKey: true, message: 'needs to beside it' }] : [];
}

function checkHoliday(path: Path, holiday: Record<string, unknown>, people: readonly string[], layers: readonly string[]): Finding[] {
  const { from, to } = holiday;
  return [
    ...(holiday.people === undefined && holiday.layers === undefined
      ? [{ path, message: 'must say who does not serve: people or layers' }]
      : []),
    ...(typeof from === 'string' && typeof to === 'string' && to < from
      ? [{ path: [...path, 'to'], message: `must not be earlier than from (${from})` }]
      : []),
    ...eachKnown([...path, 'people'], holiday.people, people),
    ...unknownNames([...path, 'layers'], holiday.layers, layers, 'a layer of this schedule'),
  ];
}

function checkOverride(path: Path, override: Record<string, unknown>, people: readonly string[], layers: readonly string[]): Finding[] {
  const [from, to] = [momentOf(override.from, 'UTC'), momentOf(override.to, 'UTC')];
  return [
    ...unknownName([...path, 'person'], override.person, people, 'one of team.people'),
    ...(from && to && from >= to ? [{ path: [...path, 'to'], message: `must be later than from (${override.from})` }] : []),
    ...unknownNames([...path, 'layers'], override.layers, layers, 'a layer of this schedule'),
  ];
}

function eachKnown(path: Path, names: unknown, people: readonly string[]): Finding[] {
  return listOf(names).flatMap((name, index) => unknownName([...path, index], name, people, 'one of team.people'));
}
