import { randomUUID } from 'node:crypto';
import type { Random } from './domain/ports/random.ts';

/** Real randomness. */
export const systemRandom: Random = { id: () => randomUUID(), fraction: () => Math.random() };
