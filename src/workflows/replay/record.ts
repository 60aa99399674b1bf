import { errorText } from '../../domain/errors.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Metrics } from '../../domain/ports.ts';
import type { RecordingFile } from '../../domain/replay/recording.ts';

/** Prometheus answers at most 11,000 points of a series; a longer recording is asked for in pieces. */
const POINTS_AT_ONCE = 5_000;

export interface Recorded {
  recording: RecordingFile;
  /** Signals that could not be recorded, each with why. */
  missing: { signal: string; why: string }[];
}

/** What every signal of the playbook said from `from` to `to` every `stepMs`. A signal that cannot be asked is left out, and named. */
export async function record(
  playbook: Playbook,
  metrics: Metrics,
  { from, to, stepMs, timeoutMs }: { from: Date; to: Date; stepMs: number; timeoutMs: number },
): Promise<Recorded> {
  const missing: Recorded['missing'] = [];
  const signals: RecordingFile['signals'] = {};
  for (const [key, spec] of Object.entries(playbook.signals)) {
    const source = metrics.source(spec.source);
    try {
      if (!source.range) throw new Error(`the source ${spec.source} knows no past`);
      const points: [number, number][] = [];
      for (let start = from.getTime(); start <= to.getTime(); start += POINTS_AT_ONCE * stepMs) {
        const end = Math.min(to.getTime(), start + (POINTS_AT_ONCE - 1) * stepMs);
        const samples = await source.range({ query: spec.query, from: new Date(start), to: new Date(end), stepMs, timeoutMs });
        points.push(...samples.map(({ at, value }): [number, number] => [at.getTime() / 1_000, value]));
      }
      if (points.length === 0) throw new Error('it has no values in this time');
      signals[key] = points;
    } catch (error) {
      missing.push({ signal: key, why: errorText(error) });
    }
  }
  const recording = {
    version: 1 as const,
    service: playbook.service.key,
    from: from.toISOString(),
    to: to.toISOString(),
    signals,
    alerts: [],
  };
  return { recording, missing };
}
