import { worded } from '../../languages/worded.ts';
import { about, number } from '../arguments.ts';

/** One page that was sent to somebody. */
export const pageNumber = about(number(), { what: worded(({ commands }) => commands.pageNumber), examples: [31] });
