import { z } from 'zod';
import { TYPED_ITEM } from '../../domain/deadlines/row-id.ts';
import { worded } from '../../languages/worded.ts';
import { about } from '../arguments.ts';

/** A row of the analysis, or one check of its list. */
export const item = about(z.string().regex(TYPED_ITEM), {
  what: worded(({ commands }) => commands.item),
  examples: ['R3', 'R3.timeouts'],
});
