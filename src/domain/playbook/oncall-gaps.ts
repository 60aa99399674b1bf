import { LineCounter, parseDocument } from 'yaml';
import { gapsBetween, scheduleOf } from '../oncall/index.ts';
import { DAY_MS } from '../oncall/wall-time.ts';
import { ONCALL_LEVELS } from './oncall-schema.ts';
import { type Finding, type PlaybookProblem, pathText } from './playbook-error.ts';
import { positionOf } from './positions.ts';
import type { Playbook } from './schema.ts';

/** How far ahead a schedule is looked at. */
const WEEKS_AHEAD = 4;

/** The same with its line in the text in which the team stands: the playbook's own, or `organisation.yml`. */
export function oncallGaps(playbook: Playbook, text: string, now: Date): Pick<PlaybookProblem, 'path' | 'line' | 'column' | 'message'>[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { key } = playbook.team;
  return gapsIn(playbook, now).map(({ path: written, message }) => {
    const path = key === '' ? written : ['teams', key, ...written.slice(1)];
    return { path: pathText(path), ...positionOf(document, lines, path), message };
  });
}

/**
 * When nobody serves during the four weeks from `now`, one entry per level that has such gaps. The playbook is usable all the same: a page in a gap falls to
 * the next level.
 */
export function gapsIn(playbook: Playbook, now: Date): Finding[] {
  return ONCALL_LEVELS.flatMap((level) => {
    const schedule = scheduleOf(playbook, playbook.team.oncall[level]);
    if (!schedule) return [];
    const gaps = gapsBetween(schedule, now, new Date(now.getTime() + WEEKS_AHEAD * 7 * DAY_MS));
    const [first] = gaps;
    if (!first) return [];
    const path = ['team', 'oncall', level, 'schedule'];
    const inZone = new Intl.DateTimeFormat('sv-SE', { timeZone: schedule.zone, dateStyle: 'short', timeStyle: 'short' });
    const more = gaps.length > 1 ? `, and ${gaps.length - 1} more in the next four weeks` : '';
    const message = `nobody serves from ${inZone.format(first.from)} to ${inZone.format(first.to)} (${schedule.zone})${more}; pages fall to the next level`;
    return [{ path, message, wanted: 'somebody at any time' }];
  });
}
