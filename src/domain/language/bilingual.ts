import { z } from 'zod';

/** A text in every language that Bongsu speaks; this file and those beside it know nothing of what is said. */
export const bilingual = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
export type Bilingual = z.output<typeof bilingual>;
export type Language = keyof Bilingual;
