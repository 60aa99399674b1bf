import { type DiagnosisSummary, summarize } from '../../domain/diagnosis/by-playbook/summary.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { DiagnosisRow, IncidentRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { respondByItself } from '../mitigation/respond-by-itself.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refreshNotice, showNotices } from '../standing/show-notice.ts';
import { judgeIncident } from './judge-incident.ts';

const BATCH = 10;

/**
 * Judges every incident whose look is due. The claim moves the next look ahead first, so that a crash costs one look, and two processes
 * never judge the same one at once.
 */
export function diagnosesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, playbook, waker, log } = runtime;
  return async () => {
    while (!runtime.stopping.aborted) {
      const now = clock.now();
      const nextAt = new Date(now.getTime() + playbook.diagnosis.every);
      const due = await storage.diagnoses.claimDue(now, nextAt, BATCH);
      await Promise.all(
        due.map((id) =>
          diagnoseOne(runtime, id).catch((error: unknown) =>
            log.warn({ err: error, incident: id }, 'An incident could not be diagnosed; it is looked at again in time.'),
          ),
        ),
      );
      if (due.length > 0) waker.wake('diagnoses', nextAt);
      if (due.length < BATCH) return;
    }
  };
}

async function diagnoseOne(runtime: Runtime, incidentId: number): Promise<void> {
  const { storage } = runtime;
  const seen = await storage.incidents.find(incidentId);
  if (!seen || !ACTIVE_STATES.includes(seen.state)) return await storage.diagnoses.stop(incidentId);
  const judged = await judgeIncident(runtime, seen);
  // Whoever saw nothing has not looked: that nothing stands out would be untrue.
  if (judged.signals.every(({ state }) => state === 'unknown')) return;
  const summary = summarize(judged);
  await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(incidentId);
    if (!incident || !ACTIVE_STATES.includes(incident.state)) return;
    await record(runtime, stores, incident, summary);
  });
  runtime.waker.wake('outbox', runtime.clock.now());
  wakeBriefings(runtime);
  await respondByItself(runtime, incidentId);
}

async function record(runtime: Runtime, stores: Stores, incident: IncidentRow, summary: DiagnosisSummary): Promise<void> {
  const now = runtime.clock.now();
  const before = await stores.diagnoses.of(incident.id);
  // Nobody can say that nothing stands out while something is measured only in part.
  const standsOut = summary.causes.length > 0 || summary.troubled.length > 0 || summary.unsure !== undefined;
  await stores.diagnoses.read(incident.id, now, standsOut ? summary : null);
  const first = summary.causes[0];
  const name = first && `${first.scenario}/${first.key}`;
  if (name !== shownBefore(before?.result)) {
    await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
  }
  await sayLikely(runtime, stores, incident, { summary, before, now });
}

/** A cause that becomes likely is said, once and not to somebody who named it; what is said follows what the signals tell, in the same message. */
async function sayLikely(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  { summary, before, now }: { summary: DiagnosisSummary; before: DiagnosisRow | undefined; now: Date },
): Promise<void> {
  // The briefing stands first in its channel; until it does, this is said at a later look.
  if (incident.briefingTs === null) return;
  const first = summary.causes[0];
  const name = first && `${first.scenario}/${first.key}`;
  const named = before?.namedCause ? `${before.namedScenario}/${before.namedCause}` : undefined;
  const news = first?.confidence === 'likely' && name !== before?.said && name !== named;
  const shows = JSON.stringify(first ? [name, first.confidence] : []);
  if (!news && (before?.said == null || shows === before.shown)) return;
  await stores.diagnoses.shown(incident.id, shows);
  if (!news || !first || name === undefined) {
    const refresh = { incidentId: incident.id, cause: name ?? 'nothing', what: 'likely-cause' } as const;
    return await refreshNotice(runtime, stores, refresh);
  }
  await stores.diagnoses.told(incident.id, name);
  const data = { scenario: first.scenario, cause: first.key, evidence: first.evidence };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'diagnosis.likely', actor: 'bongsu', data });
  await showNotices(runtime, stores, new Map([[incident.id, name]]), 'likely-cause');
}

function shownBefore(result: DiagnosisSummary | null | undefined): string | undefined {
  const first = result?.causes[0];
  return first && `${first.scenario}/${first.key}`;
}
