import type { PictureRef } from '../../../domain/chat/picture-ref.ts';
import { type Proof, type ProofSignal, proveMitigation } from '../../../domain/mitigation/proof.ts';
import type { Sample } from '../../../domain/ports/metrics.ts';
import type { MitigationRunRow } from '../../../storage/index.ts';
import { chartSignals, uploadChart } from '../../briefing/draw-charts.ts';
import { readHistory, readSignals } from '../../briefing/read-signals.ts';
import { presentFor } from '../../messages/present-for.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { provedBy } from './proved-by.ts';
import { titleOf } from './run-view.ts';

/** Values on each side of the moment it ran. */
const POINTS = 40;
const LEAST_STEP_MS = 500;

/** So much longer than its wait is shown from before it ran. */
const BEFORE_WINDOWS = 2;

export interface Proven {
  proof: Proof;
  /** Absent when nothing could be drawn; the words say the same. */
  chart?: PictureRef;
}

/** The same queries before and after (V1), and a picture of them with the moment marked. Never rejects for a source or a chat that does not answer. */
export async function proveRun(runtime: Runtime, run: MitigationRunRow & { ranAt: Date }): Promise<Proven> {
  const { playbook, clock, log } = runtime;
  const now = clock.now();
  const windowMs = Math.max(1, now.getTime() - run.ranAt.getTime());
  const from = new Date((run.beganAt ?? run.ranAt).getTime() - BEFORE_WINDOWS * windowMs);
  const stepMs = Math.max(LEAST_STEP_MS, Math.round(windowMs / POINTS));
  const keys = provedBy(playbook, run.name).signals;
  const histories = new Map<string, Sample[]>();
  await Promise.all(
    keys.map(async (key) => {
      const history = await readHistory(runtime, key, { from, to: now, stepMs, timeoutMs: playbook.briefing.queryTimeout }).catch(
        (error: unknown) => {
          log.info({ err: error, signal: key }, 'A signal could not be read for the proof of a mitigation.');
          return [];
        },
      );
      histories.set(key, history);
    }),
  );
  const signals = keys.flatMap((key): ProofSignal[] => {
    const spec = playbook.signals[key];
    return spec ? [{ key, spec, history: histories.get(key) ?? [] }] : [];
  });
  const proof = proveMitigation({ beganAt: run.beganAt ?? run.ranAt, ranAt: run.ranAt, now, signals });
  const chart = await draw(runtime, run, { keys, histories, stepMs, from }).catch((error: unknown) => {
    log.warn({ err: error, run: run.id }, 'The proof of a mitigation could not be drawn; its words stand alone.');
    return undefined;
  });
  return { proof, ...(chart && { chart }) };
}

async function draw(
  runtime: Runtime,
  run: MitigationRunRow & { ranAt: Date },
  { keys, histories, stepMs, from }: { keys: readonly string[]; histories: ReadonlyMap<string, Sample[]>; stepMs: number; from: Date },
): Promise<PictureRef | undefined> {
  if (![...histories.values()].some((history) => history.length > 0)) return undefined;
  const incident = await runtime.storage.incidents.find(run.incidentId);
  const numbers = await readSignals(runtime, keys);
  return await uploadChart(runtime, presentFor(runtime, { incident }), {
    ...(incident && { incident }),
    signals: chartSignals({ ...numbers, histories, stepMs }, from),
    marks: [{ kind: 'mitigation', at: run.ranAt, title: titleOf(runtime, run.name) }],
    from,
    to: numbers.readAt,
  });
}
