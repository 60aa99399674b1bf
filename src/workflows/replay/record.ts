import { errorText } from '../../domain/errors.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Metrics, Sample } from '../../domain/ports/metrics.ts';
import { doubtfulSpans, type RecordingFile } from '../../domain/replay/recording.ts';
import type { AlertChangeRow } from '../../storage/index.ts';

/** Prometheus answers at most 11,000 points of a series; a longer recording is asked for in pieces. */
const POINTS_AT_ONCE = 5_000;

export interface Recorded {
  recording: RecordingFile;
  /** Signals (by their keys) and `alerts` that could not be recorded, each with why. */
  missing: { what: string; why: string }[];
}

/** What alerts said in a time, oldest first, and before them those that were firing when it began. */
type History = (from: Date, to: Date) => Promise<readonly AlertChangeRow[]>;

/**
 * What every signal of the playbook said from `from` to `to` every `stepMs`, and every alert from outside. What cannot be asked is left out,
 * and named.
 */
export async function record(
  playbook: Playbook,
  { metrics, history }: { metrics: Metrics; history: History },
  { from, to, stepMs, timeoutMs }: { from: Date; to: Date; stepMs: number; timeoutMs: number },
): Promise<Recorded> {
  const missing: Recorded['missing'] = [];
  const signals: RecordingFile['signals'] = {};
  const doubtful: NonNullable<RecordingFile['doubtful']> = {};
  for (const [key, spec] of Object.entries(playbook.signals)) {
    const source = metrics.source(spec.source);
    try {
      if (!source.range) throw new Error(`the source ${spec.source} knows no past`);
      const read: Sample[] = [];
      for (let start = from.getTime(); start <= to.getTime(); start += POINTS_AT_ONCE * stepMs) {
        const end = Math.min(to.getTime(), start + (POINTS_AT_ONCE - 1) * stepMs);
        read.push(...(await source.range({ query: spec.query, from: new Date(start), to: new Date(end), stepMs, timeoutMs })));
      }
      if (read.length === 0) throw new Error('it has no values in this time');
      signals[key] = read.map(({ at, value }): [number, number] => [at.getTime() / 1_000, value]);
      const spans = doubtfulSpans(read);
      if (spans.length > 0) doubtful[key] = spans;
    } catch (error) {
      missing.push({ what: key, why: errorText(error) });
    }
  }
  const alerts = await recordAlerts(history, from, to).catch((error: unknown) => {
    missing.push({ what: 'alerts', why: errorText(error) });
    return [];
  });
  const recording = {
    version: 1 as const,
    service: playbook.service.key,
    from: from.toISOString(),
    to: to.toISOString(),
    signals,
    alerts,
    ...(Object.keys(doubtful).length > 0 && { doubtful }),
  };
  return { recording, missing };
}

async function recordAlerts(history: History, from: Date, to: Date): Promise<NonNullable<RecordingFile['alerts']>> {
  return (await history(from, to)).map(({ source, fingerprint, status, title, labels, description, url, startsAt, receivedAt }) => ({
    // What was firing already is the first that a replay hears of.
    at: new Date(Math.max(receivedAt.getTime(), from.getTime())).toISOString(),
    source,
    fingerprint,
    status,
    title,
    labels: { ...labels },
    ...(description !== null && { description }),
    ...(url !== null && { url }),
    startsAt: startsAt.toISOString(),
  }));
}
