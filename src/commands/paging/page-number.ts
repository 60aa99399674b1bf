import { about, number } from '../arguments.ts';

/** One page that was sent to somebody. */
export const pageNumber = about(number(), { what: { en: 'page', ko: '호출' }, examples: [31] });
