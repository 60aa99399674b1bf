import { z } from 'zod';
import type { PictureRef } from '../../domain/chat/picture-ref.ts';
import { errorSaid, PermanentError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Said } from '../../domain/language/said.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import type { Stores } from '../../storage/index.ts';
import type { Presenter } from '../../views/presenter.ts';
import { type Destination, destination, outboxRow } from '../messages/chat-message.ts';
import { presentFor } from '../messages/present-for.ts';
import { type Delivers, delivered, type EffectRow, effect } from '../runtime/effect.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { chartSignals, uploadChart } from './draw-charts.ts';
import { readHistory, readSignals } from './read-signals.ts';

/** Somebody asked for the chart of a signal. */
const graphEffect = effect('graph.draw', {
  payload: z.object({ signal: z.string(), durationMs: z.number(), by: z.string(), destination }),
  place: ({ destination: where }) => (where.to === 'channel' ? `channel ${where.channel}` : undefined),
});

const POINTS = 360;

/** Slack shows a picture only some moments after its upload. */
const READY_MS = 3_000;

/**
 * Sends the chart of a signal to whoever asked for it. An answer that only they see cannot carry an upload, so in the channel of an incident it is posted for
 * everybody (it is evidence, and others would ask next), anywhere else it comes as a direct message and disturbs nobody. Once per cause.
 */
export async function postGraph(
  runtime: Runtime,
  input: { cause: Cause; signal: string; durationMs: number; by: string; here: Incident | undefined },
): Promise<'here' | 'direct'> {
  const { clock, waker } = runtime;
  const { cause, here, signal, durationMs, by } = input;
  const { result } = await once(runtime, cause, async (stores) => {
    const where: Destination = here?.channelId ? { to: 'channel', channel: here.channelId } : { to: 'direct', user: by };
    const payload = { signal, durationMs, by, destination: where };
    const row = { key: `graph:${cause.source}:${cause.id}`, incidentId: here?.id ?? null, lane: 'update' as const, payload };
    await stores.outbox.add(graphEffect.row(row), clock.now());
    return { where: here?.channelId ? ('here' as const) : ('direct' as const) };
  });
  waker.wake('outbox', clock.now());
  return result.where;
}

/**
 * Kind `graph.draw`: draws and uploads, then leaves the message that shows it to the outbox, which finds it again after a lost reply. Drawn
 * twice after a crash, it is still posted once: the message's key comes from the command.
 */
export const graphKind = delivered(graphEffect, (runtime): Delivers<typeof graphEffect> => {
  const { storage, clock, waker } = runtime;
  return {
    run: async (row) => {
      const { signal, durationMs, by, destination: where } = row.payload;
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      const present = presentFor(runtime, where.to === 'direct' ? { person: by } : { incident });
      const title = runtime.playbook.signals[signal]?.title ?? verbatim(signal);
      const view = { signal: { key: signal, title }, durationMs, by, now: clock.now() };
      const drawn = await draw(runtime, present, { signal, durationMs, incident, row });
      const message = present.graph({ ...view, ...drawn });
      const at = new Date(clock.now().getTime() + READY_MS);
      const outgoing = { key: `${row.key}:post`, incidentId: row.incidentId, lane: row.lane, destination: where, message };
      await storage.transaction(async (stores: Stores) => await stores.outbox.add(outboxRow(outgoing), at));
      waker.wake('outbox', at);
      return {};
    },
  };
});

/** The uploaded picture, or why there is none; rejects while trying again may help. */
async function draw(
  runtime: Runtime,
  present: Presenter,
  { signal, durationMs, incident, row }: { signal: string; durationMs: number; incident: Incident | undefined; row: EffectRow<unknown> },
): Promise<{ picture: PictureRef } | { problem: Said }> {
  const { clock, playbook } = runtime;
  const to = clock.now();
  const from = new Date(to.getTime() - durationMs);
  const stepMs = Math.max(1_000, Math.ceil(durationMs / POINTS / 1_000) * 1_000);
  try {
    const [numbers, history] = await Promise.all([
      readSignals(runtime, [signal]),
      readHistory(runtime, signal, { from, to, stepMs, timeoutMs: 2 * playbook.briefing.queryTimeout }),
    ]);
    const known = { ...numbers, histories: new Map<string, Sample[]>([[signal, history]]), stepMs };
    const marks = incident && incident.detectedAt >= from ? [{ kind: 'opened' as const, at: incident.detectedAt }] : [];
    return { picture: await uploadChart(runtime, present, { signals: chartSignals(known, from), marks, from, to }) };
  } catch (error) {
    // A source that does not answer now may in a moment; after some tries the person is told instead.
    if (!(error instanceof PermanentError) && row.attempts < ATTEMPTS) throw error;
    return { problem: errorSaid(error) };
  }
}

const ATTEMPTS = 3;
