import { about, row } from '../arguments.ts';

/** One piece of the work after recovery. */
export const followUpRow = about(row(), { what: { en: 'row', ko: '항목' }, examples: ['N1'] });
