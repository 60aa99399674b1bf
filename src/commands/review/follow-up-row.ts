import { worded } from '../../languages/worded.ts';
import { about, row } from '../arguments.ts';

/** One piece of the work after recovery. */
export const followUpRow = about(row(), { what: worded(({ commands }) => commands.followUpRow), examples: ['N1'] });
