import { parse } from 'yaml';
import { z } from 'zod';
import { oncallSchema } from '../../playbook/oncall-schema.ts';
import { ONCALL_LEVELS, type OncallLevel } from '../levels.ts';
import { shiftsBetween } from '../oncall-at.ts';
import type { Schedule } from '../schedule.ts';
import { DAY_MS } from '../wall-time.ts';
import type { Said, TeamDraft } from './draft.ts';

export const COMPARED_DAYS = 28;

/** A stretch of time, who serves by the YAML that came out, and who by the export. */
export interface ComparedShift {
  from: Date;
  to: Date;
  /** Absent: nobody. */
  ours?: string;
  /** Absent where the export has no timeline, or it does not reach; empty: nobody. */
  theirs?: string[];
  /** `one of several`: the export calls several at once, of whom ours is one. */
  verdict: 'same' | 'one of several' | 'different' | 'unknown';
}

export interface ComparedLevel {
  level: OncallLevel;
  schedule: string;
  zone: string;
  shifts: ComparedShift[];
}

/** The part of the YAML that is looked at; read as the playbook reads it. */
const paging = z.looseObject({ zone: z.string(), oncall: oncallSchema });
const file = z.looseObject({ team: z.unknown().optional(), teams: z.record(z.string(), z.unknown()).optional() });

/** The four weeks from `from` on, of each level that has a schedule: as our rules compute them from the YAML's text, beside what the export says. */
export function compareShifts(yaml: string, { key, levels }: Pick<TeamDraft, 'key' | 'levels'>, from: Date): ComparedLevel[] {
  const written = file.parse(parse(yaml));
  const team = paging.parse(written.teams ? written.teams[key] : written.team);
  const to = new Date(from.getTime() + COMPARED_DAYS * DAY_MS);
  return ONCALL_LEVELS.flatMap((level) => {
    const source = team.oncall[level];
    const draft = levels[level];
    if (Array.isArray(source) || !source.schedule || !draft || !('schedule' in draft)) return [];
    const schedule: Schedule = { ...source.schedule, zone: source.schedule.zone ?? team.zone };
    return [{ level, schedule: draft.schedule.name, zone: schedule.zone, shifts: besides(schedule, draft.schedule.said, from, to) }];
  });
}

function besides(schedule: Schedule, said: Said | undefined, from: Date, to: Date): ComparedShift[] {
  const ours = shiftsBetween(schedule, from, to);
  const edges = [
    ...ours.map((shift) => shift.from.getTime()),
    ...(said ? [said, ...said.shifts] : []).flatMap((shift) => [shift.from.getTime(), shift.to.getTime()]),
  ];
  const inside = [...new Set(edges)].filter((edge) => edge >= from.getTime() && edge < to.getTime()).sort((a, b) => a - b);
  const compared: ComparedShift[] = [];
  for (const [index, edge] of inside.entries()) {
    const end = inside[index + 1] ?? to.getTime();
    const person = ours.find((shift) => shift.from.getTime() <= edge && edge < shift.to.getTime())?.person;
    const theirs = said && peopleAt(said, edge);
    const next: ComparedShift = {
      from: new Date(edge),
      to: new Date(end),
      ...(person !== undefined && { ours: person }),
      ...(theirs && { theirs }),
      verdict: verdictOf(person, theirs),
    };
    const before = compared.at(-1);
    if (before && before.ours === next.ours && String(before.theirs) === String(next.theirs)) before.to = next.to;
    else compared.push(next);
  }
  return compared;
}

function peopleAt(said: Said, instant: number): string[] | undefined {
  if (instant < said.from.getTime() || instant >= said.to.getTime()) return undefined;
  const now = said.shifts.filter(({ from, to }) => from.getTime() <= instant && instant < to.getTime());
  return [...new Set(now.flatMap(({ people }) => people))].sort();
}

function verdictOf(person: string | undefined, theirs: readonly string[] | undefined): ComparedShift['verdict'] {
  if (theirs === undefined) return 'unknown';
  if (person === undefined || !theirs.includes(person)) return person === undefined && theirs.length === 0 ? 'same' : 'different';
  return theirs.length === 1 ? 'same' : 'one of several';
}
