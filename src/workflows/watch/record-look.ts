import type { IncomingAlert } from '../../domain/alerts/alert.ts';
import type { SignalSpec } from '../../domain/playbook/schema.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { decideWatch, type WatchNews } from '../../domain/watch/decide-watch.ts';
import { isWatched } from '../../domain/watch/is-watched.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What a signal said; nothing when it was not read, or is too old. */
export interface Look {
  signal: string;
  spec: SignalSpec;
  sample: Sample | undefined;
}

/** Writes down what signals said at a moment and what follows from it, in one transaction: their alerts take the way of every other alert. */
export async function recordLooks(runtime: Runtime, looks: readonly Look[], at: Date): Promise<void> {
  const { storage, playbook, scope, waker, clock } = runtime;
  const service = playbook.service.key;
  const alerted = await storage.transaction(async (stores) => {
    await stores.samples.add(
      service,
      looks.flatMap(({ signal, sample }) => (sample ? [{ signal, ...sample }] : [])),
    );
    const watched = looks.filter(({ signal }) => isWatched(playbook, signal));
    if (watched.length === 0) return false;
    const rows = new Map(
      (
        await stores.watches.lock(
          service,
          watched.map(({ signal }) => signal),
        )
      ).map((row) => [row.signal, row]),
    );
    const decisions = watched.flatMap(({ signal, spec, sample }) => {
      const before = rows.get(signal);
      // A look that took longer than its turn: a later one was written down meanwhile.
      if (!before || (before.evaluatedAt !== null && before.evaluatedAt.getTime() >= at.getTime())) return [];
      const { service: _service, signal: _signal, nextAt: _nextAt, ...state } = before;
      return [{ signal, spec, ...decideWatch(state, sample?.value, { ...playbook.watch, thresholds: spec.thresholds }, at, sample) }];
    });
    await stores.watches.decided(service, decisions);
    // An alert's title becomes that of the incident that it opens.
    const saying = { playbook, scope, present: presentInIncident(runtime, { language: null, channelId: null }) };
    const events = decisions.flatMap(({ signal, spec, news }) =>
      news.map((one) => ({ source: 'watch', receivedAt: at, payload: watchAlert(saying, signal, spec, one) })),
    );
    await stores.alertEvents.add(events);
    runtime.crashPoint('watches:decided');
    return events.length > 0;
  });
  if (alerted) waker.wake('alerts', clock.now());
}

/** The alert that says it: one for a crossed threshold, one for silence, each with a name of its own. */
export function watchAlert(
  runtime: { present: Pick<Runtime['present'], 'watchTitle'>; playbook: Runtime['playbook']; scope: string },
  signal: string,
  spec: SignalSpec,
  news: WatchNews,
): IncomingAlert {
  const { present, playbook, scope } = runtime;
  const ids = [...new Set(spec.thresholds.map(({ id }) => id))];
  const service = playbook.service.key;
  const { title, unit } = spec;
  if (news.kind === 'missing' || news.kind === 'reporting') {
    const base = {
      fingerprint: `${scope}${signal}/missing`,
      title: present.watchTitle({ kind: 'missing', title, unit, ids, forMs: playbook.watch.missingAfter }),
    };
    // Nobody knows how bad it is, so it calls at the lowest severity.
    const labels = { service, signal, threshold: ids.join(','), severity: 'sev3' };
    return news.kind === 'missing'
      ? { ...base, labels, status: 'firing', startsAt: news.since.toISOString() }
      : { ...base, labels, status: 'resolved' };
  }
  if (news.kind === 'cleared')
    return {
      fingerprint: `${scope}${signal}`,
      title: present.watchTitle({ kind: 'crossed', level: 'warning', title, unit, ids }),
      labels: { service, signal },
      status: 'resolved',
    };
  const { id, above, below, scenario, severity } = news.threshold;
  return {
    fingerprint: `${scope}${signal}`,
    status: 'firing',
    title: present.watchTitle({
      kind: 'crossed',
      level: news.level,
      title,
      unit,
      ids: [id],
      ...(above !== undefined && { above }),
      ...(below !== undefined && { below }),
    }),
    labels: { service, signal, threshold: id, severity: severity ?? news.level, ...(scenario !== undefined && { scenario }) },
    startsAt: news.since.toISOString(),
  };
}
