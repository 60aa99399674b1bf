import { z } from 'zod';
import { postPublicly } from './post-publicly.ts';

const settings = z.strictObject({
  retryAfterSeconds: z.int().min(5).max(3_600).default(20).describe('How soon a waiting front end asks again, at the earliest.'),
});

/** P1: tells the service's front end, through /status.json, to show its waiting screen, and with which text. */
export const waitingScreen = postPublicly<z.output<typeof settings>>({
  name: 'waiting-screen',
  kind: 'waiting-screen',
  settings,
  retryAfterMs: ({ retryAfterSeconds }) => retryAfterSeconds * 1_000,
});
