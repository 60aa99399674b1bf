import { type DiagnosisSummary, summarize } from '../../domain/diagnosis/by-playbook/summary.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import { happened } from '../../events/happened.ts';
import type { DiagnosisRow, IncidentRow, Stores } from '../../storage/index.ts';
import { wakeBriefings } from '../briefing/refresh-briefings.ts';
import { mayRespond, respondByItself } from '../mitigation/respond-by-itself.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { refreshNotice, showNotices } from '../standing/show-notice.ts';
import { judgeIncident, troublesBefore } from './judge-incident.ts';

/** So many are read, judged and written down together. */
const BATCH = 50;
/** Looks that fall into the same part of their pace are taken together: however many incidents are open, there are so many wake-ups in it. */
const TURNS = 15;

/**
 * Judges every incident whose look is due. The claim moves the next look ahead first, so that a crash costs one look, and two processes
 * never judge the same one at once.
 */
export function diagnosesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services, waker, log } = whole;
  return async () => {
    while (!whole.stopping.aborted) {
      const now = clock.now();
      const turns = services.all.map(({ playbook }) => ({
        service: playbook.service.key,
        nextAt: nextLookAt(now, playbook.diagnosis.every),
      }));
      const due = await storage.diagnoses.claimDue(now, turns, BATCH);
      await diagnoseByService(whole, due).catch((error: unknown) =>
        log.warn({ err: error, incidents: due }, 'Incidents could not be diagnosed; they are looked at again in time.'),
      );
      if (due.length > 0) waker.wake('diagnoses', earliest(turns));
      if (due.length < BATCH) return;
    }
  };
}

function earliest(turns: readonly { nextAt: Date }[]): Date {
  return new Date(Math.min(...turns.map(({ nextAt }) => nextAt.getTime())));
}

/** Those of each service side by side: a slow source of one holds up no other. */
async function diagnoseByService({ services }: WholeRuntime, ids: readonly number[]): Promise<void> {
  const found = await services.each(ids.map((incidentId) => ({ incidentId })));
  await Promise.all(
    found.map(([runtime, rows]) =>
      diagnoseTogether(
        runtime,
        rows.map(({ incidentId }) => incidentId),
      ),
    ),
  );
}

/** A turn of a grid that all incidents share, never later than `everyMs` from now. */
function nextLookAt(now: Date, everyMs: number): Date {
  const turnMs = Math.max(1, Math.floor(everyMs / TURNS));
  return new Date(Math.floor((now.getTime() + everyMs) / turnMs) * turnMs);
}

/** An incident as it was judged, with what was kept of it before. */
interface Look {
  incident: IncidentRow;
  summary: DiagnosisSummary;
  before: DiagnosisRow | undefined;
}

/** Most looks find what the one before found: those are written down by one statement, and only news takes a transaction of its own. */
async function diagnoseTogether(runtime: Runtime, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { storage, log, playbook } = runtime;
  const [incidents, known] = await Promise.all([storage.incidents.findMany(ids), storage.diagnoses.ofMany(ids)]);
  const active = incidents.filter(({ state }) => ACTIVE_STATES.includes(state));
  const isActive = new Set(active.map(({ id }) => id));
  for (const id of ids) if (!isActive.has(id)) await storage.diagnoses.stop(id);
  const troubles = await troublesBefore(runtime, active);
  const looks = (
    await Promise.all(
      active.map(async (incident): Promise<Look[]> => {
        const judged = await judgeIncident(runtime, incident, troubles);
        // Whoever saw nothing has not looked: that nothing stands out would be untrue.
        if (judged.signals.every(({ state }) => state === 'unknown')) return [];
        return [{ incident, summary: summarize(judged), before: known.get(incident.id) }];
      }),
    )
  ).flat();
  const at = runtime.clock.now();
  const quiet = looks.filter((look) => look.before && newsOf(look).kind === 'nothing');
  const written = await storage.diagnoses.readMany(
    quiet.map(({ incident, summary, before }) => ({ incidentId: incident.id, result: kept(summary), seenAt: before?.readAt ?? null })),
    at,
  );
  const go = async ({ incident: { id }, summary, before }: Look): Promise<void> => {
    if (!written.has(id)) await diagnoseOne(runtime, id, summary);
    const now = { ...before, readAt: at, ...(kept(summary) && { result: summary, stoodOutAt: at }) } as DiagnosisRow;
    if (!written.has(id) || mayRespond(playbook, now)) await respondByItself(runtime, id);
  };
  await Promise.all(
    looks.map((look) =>
      go(look).catch((error: unknown) =>
        log.warn({ err: error, incident: look.incident.id }, 'An incident could not be diagnosed; it is looked at again in time.'),
      ),
    ),
  );
}

async function diagnoseOne(runtime: Runtime, incidentId: number, summary: DiagnosisSummary): Promise<void> {
  await runtime.storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(incidentId);
    if (!incident || !ACTIVE_STATES.includes(incident.state)) return;
    await record(runtime, stores, incident, summary);
  });
  runtime.waker.wake('outbox', runtime.clock.now());
  wakeBriefings(runtime);
}

/** Nobody can say that nothing stands out while something is measured only in part. */
function kept(summary: DiagnosisSummary): DiagnosisSummary | null {
  return summary.causes.length > 0 || summary.troubled.length > 0 || summary.unsure !== undefined ? summary : null;
}

async function record(runtime: Runtime, stores: Stores, incident: IncidentRow, summary: DiagnosisSummary): Promise<void> {
  const now = runtime.clock.now();
  const before = await stores.diagnoses.of(incident.id);
  await stores.diagnoses.read(incident.id, now, kept(summary));
  const news = newsOf({ incident, summary, before });
  if (news.kind === 'nothing') return;
  if (news.isOther) await stores.incidents.touchBriefing(incident.id, now, runtime.playbook.briefing.editAtMostEvery);
  await sayLikely(runtime, stores, incident, { summary, news, now });
}

type News =
  | { kind: 'nothing' }
  /** `isOther`: another cause stands first than before. `notice`: what becomes of the message that says the likely one. */
  | { kind: 'something'; isOther: boolean; name: string | undefined; shows: string; notice: 'new' | 'follows' | 'none' };

/** What this look shows that the one before did not. */
function newsOf({ incident, summary, before }: Look): News {
  const first = summary.causes[0];
  const name = first && `${first.scenario}/${first.key}`;
  const isOther = name !== firstBefore(before);
  const named = before?.namedCause ? `${before.namedScenario}/${before.namedCause}` : undefined;
  const isNew = first?.confidence === 'likely' && name !== before?.said && name !== named;
  const shows = JSON.stringify(first ? [name, first.confidence] : []);
  const follows = before?.said != null && shows !== before.shown;
  // The briefing stands first in its channel; until it does, this is said at a later look.
  const notice = incident.briefingTs === null ? 'none' : isNew ? 'new' : follows ? 'follows' : 'none';
  return isOther || notice !== 'none' ? { kind: 'something', isOther, name, shows, notice } : { kind: 'nothing' };
}

/** A cause that becomes likely is said, once and not to somebody who named it; what is said follows what the signals tell, in the same message. */
async function sayLikely(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  { summary, news, now }: { summary: DiagnosisSummary; news: Extract<News, { kind: 'something' }>; now: Date },
): Promise<void> {
  const { name, shows, notice } = news;
  if (notice === 'none') return;
  await stores.diagnoses.shown(incident.id, shows);
  const first = summary.causes[0];
  if (notice === 'follows' || !first || name === undefined) {
    const refresh = { incidentId: incident.id, cause: name ?? 'nothing', what: 'likely-cause' } as const;
    return await refreshNotice(runtime, stores, refresh);
  }
  await stores.diagnoses.told(incident.id, name);
  const data = { scenario: first.scenario, cause: first.key, evidence: first.evidence };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'diagnosis.likely', actor: 'bongsu', data });
  await showNotices(runtime, stores, new Map([[incident.id, name]]), 'likely-cause');
}

/** The cause that stood first at the look before, if anything stood out then. */
function firstBefore(before: DiagnosisRow | undefined): string | undefined {
  if (before?.stoodOutAt && before.readAt && before.stoodOutAt < before.readAt) return undefined;
  const first = before?.result?.causes[0];
  return first && `${first.scenario}/${first.key}`;
}
