import { z } from 'zod';
import type { Language } from '../../domain/language/bilingual.ts';
import type { Said } from '../../domain/language/said.ts';

/** Values as rows hold them in JSON, for the schemas of payloads and inputs. */

/** ISO 8601. */
export const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const language: z.ZodType<Language> = z.string().min(1);
export const said: z.ZodType<Said> = z.union([z.string(), z.object({ en: z.string(), ko: z.string() }).catchall(z.string())]);
