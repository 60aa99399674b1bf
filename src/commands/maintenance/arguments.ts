import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { LONGEST_MAINTENANCE_MS } from '../../workflows/maintenance/change-maintenance.ts';
import { about, duration, key, moment, number, unfit } from '../arguments.ts';

/** Arguments that several of these commands take. */

export const work = about(number(), { what: worded(({ maintenance }) => maintenance.work), examples: [3] });

export const startsAt = about(moment(), {
  what: worded(({ maintenance }) => maintenance.at),
  examples: ['2026-11-25T22:00:00+09:00'],
  expects: worded(({ maintenance }) => maintenance.atExpects),
});

export const lasting = duration().refine(
  (ms) => ms >= 60_000 && ms <= LONGEST_MAINTENANCE_MS,
  unfit(worded(({ maintenance }) => maintenance.lastsBetween)),
);

export const aboutLasting = { what: worded(({ maintenance }) => maintenance.lasting), examples: ['2h', '90m'] };

export const components = about(z.array(key()).min(1).max(50).optional(), {
  what: worded(({ maintenance }) => maintenance.components),
  examples: [['issuing']],
  expects: worded(({ maintenance }) => maintenance.componentsExpects),
  without: worded(({ maintenance }) => maintenance.componentsWithout),
});
