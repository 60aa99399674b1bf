import { z } from 'zod';
import type { Sample } from '../ports.ts';

/** What signals and alerts said over some time, to be played again: to try thresholds against last month before they page anybody. */

const moment = z.iso.datetime({ offset: true, error: 'is not a time such as 2026-03-02T09:00:00Z' }).transform((text) => new Date(text));

const alert = z.strictObject({
  /** When it was received. */
  at: moment,
  source: z.string().min(1),
  fingerprint: z.string().min(1),
  status: z.enum(['firing', 'resolved']),
  title: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  description: z.string().optional(),
  url: z.string().optional(),
  startsAt: z.string().optional(),
});

export const recordingSchema = z.strictObject({
  version: z.literal(1),
  /** The service's key in its playbook. */
  service: z.string(),
  from: moment,
  to: moment,
  /** By the signal's key: moments in seconds since 1970, and values in the signal's unit; oldest first. */
  signals: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  alerts: z.array(alert).default([]),
});

export type Recording = z.output<typeof recordingSchema>;
/** As it is written. */
export type RecordingFile = z.input<typeof recordingSchema>;
export type RecordedAlert = Recording['alerts'][number];

/** A signal's recorded values as samples, oldest first. */
export function samplesOf(recording: Pick<Recording, 'signals'>, key: string): Sample[] {
  return (recording.signals[key] ?? []).map(([seconds, value]) => ({ at: new Date(seconds * 1_000), value })).sort((a, b) => +a.at - +b.at);
}
