import { z } from 'zod';
import { duration } from './schema-parts.ts';

/** How signals are watched: every signal that has thresholds is, unless it says `watch: false`. */
export const watchSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('False: thresholds are shown, and open no incident.'),
    every: duration.prefault('15s').describe('How often each signal is looked at.'),
    for: duration.prefault('30s').describe('How long a threshold must be crossed before it counts.'),
    clearAfter: duration.prefault('5m').describe('How long a value must stay well inside its thresholds before it counts as normal again.'),
    hysteresis: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.1)
      .describe('How far inside: 0.1 means that a limit of 1000 is left behind below 900, so that a flapping value opens one incident.'),
    missingAfter: duration.prefault('5m').describe('A signal that stops reporting for this long is a warning of its own.'),
  })
  .describe('When a crossed threshold opens an incident by itself.');
