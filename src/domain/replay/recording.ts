import { z } from 'zod';
import type { Sample } from '../ports/metrics.ts';
import { doubtSchema } from '../signals/doubts.ts';
import { own } from '../text/own.ts';

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
  /** By the signal's key, from when to when (seconds since 1970, both included) its values were less than the whole ones, and why. */
  doubtful: z
    .record(z.string(), z.array(z.strictObject({ from: z.number(), to: z.number(), doubts: z.array(doubtSchema).min(1).max(5) })))
    .optional(),
});

export type Recording = z.output<typeof recordingSchema>;

/** As it is written. */
export type RecordingFile = z.input<typeof recordingSchema>;

/** A signal's recorded values as samples, oldest first. */
export function samplesOf({ signals, doubtful = {} }: Pick<Recording, 'signals' | 'doubtful'>, key: string): Sample[] {
  const spans = own(doubtful, key) ?? [];
  return (own(signals, key) ?? [])
    .map(([seconds, value]): Sample => {
      const doubts = spans.find(({ from, to }) => from <= seconds && seconds <= to)?.doubts;
      return { at: new Date(seconds * 1_000), value, ...(doubts && { doubts }) };
    })
    .sort((a, b) => +a.at - +b.at);
}

/** Where samples are less than the whole, as it is recorded: those that follow each other for the same reasons in one span. */
export function doubtfulSpans(samples: readonly Sample[]): NonNullable<Recording['doubtful']>[string] {
  const spans: NonNullable<Recording['doubtful']>[string] = [];
  let open: string | undefined;
  for (const { at, doubts = [] } of samples) {
    const seconds = at.getTime() / 1_000;
    const why = doubts.length === 0 ? undefined : JSON.stringify(doubts);
    const last = spans.at(-1);
    if (why !== undefined && why === open && last) last.to = seconds;
    else if (why !== undefined) spans.push({ from: seconds, to: seconds, doubts: [...doubts] });
    open = why;
  }
  return spans;
}
