import type { Incident } from '../../domain/incident/incident.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import type { Presenter } from '../../views/presenter.ts';
import type { ReadingView } from '../../views/readings.ts';
import { readingOf } from '../briefing/read-signals.ts';

/** What an incident of a replay is known by. */
export type ReplayedIncident = Pick<Incident, 'id' | 'title' | 'severity' | 'scenario' | 'onsetAt'> & { openedAt: Date };

/** The briefing in plain text, as it would have read at `now`. */
export function replayedBriefing(
  playbook: Playbook,
  present: Pick<Presenter, 'briefing'>,
  histories: ReadonlyMap<string, readonly Sample[]>,
  incident: ReplayedIncident,
  now: Date,
): string {
  const shown = (incident.scenario === null ? undefined : playbook.scenarios[incident.scenario]?.evidence) ?? playbook.briefing.signals;
  const readings = shown.flatMap((key) => readingAt(playbook, key, histories.get(key) ?? [], now));
  const view = {
    incident: asIncident(playbook, incident),
    readings,
    roles: {},
    bridge: { state: 'opening' } as const,
    problems: [],
    readAt: now,
    now,
  };
  return present.briefing(view).text;
}

function readingAt(playbook: Playbook, key: string, history: readonly Sample[], now: Date): ReadingView[] {
  const spec = playbook.signals[key];
  if (!spec) return [];
  const { title, unit, better, thresholds } = spec;
  const last = history.findLast(({ at }) => at <= now);
  return [{ key, title, unit, better, thresholds, reading: { ...readingOf(key, spec, last, now), trend: [] } }];
}

function asIncident({ service }: Playbook, { openedAt, ...known }: ReplayedIncident): Incident {
  return {
    ...known,
    service: service.key,
    playbookVersion: null,
    state: 'open',
    private: false,
    declaredBy: 'replay',
    declaredVia: 'watch',
    detectedAt: openedAt,
    clockStartedAt: openedAt,
    mitigatedAt: null,
    resolvedAt: null,
    closedAt: null,
    cancelledAt: null,
    version: 1,
    language: null,
    dedupKey: null,
    channelId: null,
    channelName: null,
    threadTs: null,
    briefingTs: null,
    bridgeUrl: null,
    bridgeKind: null,
  };
}
