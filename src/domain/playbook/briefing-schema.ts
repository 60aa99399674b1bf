import { z } from 'zod';
import { duration, signalKey } from './schema-parts.ts';

const signals = z.array(signalKey).min(1).max(12);

/** The pinned message: which numbers it shows, how often it is looked at, its chart, and how long the numbers are followed after recovery. */
export const briefingSchema = z
  .strictObject({
    signals: signals.describe('Shown while no scenario is known; at most 12.'),
    trend: duration.prefault('15m').describe('How much past the little trend behind each number shows.'),
    refreshEvery: duration.prefault('60s').describe('How often the pinned briefing is looked at again.'),
    editAtMostEvery: duration.prefault('15s').describe('The least time between two edits of one briefing, whatever changes.'),
    queryTimeout: duration.prefault('2s').describe('How long a source may take to answer.'),
    openingWait: duration.prefault('300ms').describe('How long the first message waits for numbers.'),
    chartEvery: duration.prefault('5m').describe('How often the chart is drawn again; when a signal crosses a limit, sooner.'),
    followAfterRecovery: z
      .strictObject({
        signals: signals.optional().describe('Followed beside what broke; those shown during the incident unless given.'),
        for: duration.prefault('30m').describe('How long after recovery the numbers are followed.'),
        every: duration.prefault('5m').describe('How often they are looked at then.'),
      })
      .prefault({})
      .describe('What the briefing does once the incident is resolved (V2).'),
  })
  .describe('The pinned message in an incident’s channel.');
