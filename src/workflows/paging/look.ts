import { firingIn } from '../../domain/alerts/weight.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { type Lasting, lasting, UNCLEAR_FOR_MS, whenUnclear } from '../../domain/paging/lasts.ts';
import type { Reading } from '../../domain/signals/reading.ts';
import { readHistory, readSignals, signalsFor } from '../briefing/read-signals.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';

/** The past of a signal that fell silent is read in at most so many steps. */
const PAST_POINTS = 500;

/** Whether an incident still lasts, by its alerts and its numbers. */
export interface Look {
  lasting: 'lasts' | 'over' | 'wait';
  /** Alerts said that something is wrong, and not a person alone. */
  byAlerts: boolean;
  /** Something is measured, and it is well. */
  measured: boolean;
  /** Titles of what should tell and does not at the moment. */
  silent: Bilingual[];
}

/** Looks at alerts and numbers, outside of any transaction, because it asks the sources. Never rejects: what cannot be looked at lasts. */
export type LookWhetherItLasts = (incidentId: number) => Promise<Look>;

/** When somebody looks again at what was unclear. */
export function lookAgainSoon(now: Date): Date {
  return new Date(now.getTime() + UNCLEAR_FOR_MS);
}

/** For one drain, which keeps in mind since when an incident has been unclear. */
export function lookingWhetherItLasts(whole: WholeRuntime): LookWhetherItLasts {
  const unclear = new Map<number, number>();
  return async (incidentId) => {
    try {
      const { lasting: seen, ...look } = await lookOnce(await whole.services.ofIncident(incidentId), incidentId);
      if (seen.state !== 'unclear') {
        unclear.delete(incidentId);
        return { ...look, lasting: seen.state };
      }
      const { since, wait } = whenUnclear(unclear.get(incidentId), whole.clock.now().getTime());
      unclear.set(incidentId, since);
      return { ...look, lasting: wait ? 'wait' : seen.afterwards };
    } catch (error) {
      whole.log.warn({ err: error, incident: incidentId }, 'Whether an incident lasts could not be looked at; its escalation goes on.');
      return { lasting: 'lasts', byAlerts: false, measured: false, silent: [] };
    }
  };
}

async function lookOnce(runtime: Runtime, incidentId: number): Promise<Omit<Look, 'lasting'> & { lasting: Lasting }> {
  const { storage } = runtime;
  const incident = await storage.incidents.find(incidentId);
  const tally = await storage.alerts.tally(incidentId);
  const { counting: firing } = firingIn(tally);
  const fired = tally.reduce((sum, { all }) => sum + all, 0);
  const byAlerts = fired > 0;
  if (!incident || firing > 0) return { lasting: { state: 'lasts' }, byAlerts, measured: false, silent: [] };
  const { readings } = await readSignals(runtime, signalsFor(runtime, incident.scenario));
  const measured = readings.filter(({ thresholds }) => thresholds.length > 0);
  const calm = measured.filter(({ reading }) => isCalm(reading));
  const signs = await Promise.all(
    measured.map(async ({ key, reading }) => ({
      state: reading.state,
      whole: reading.doubts === undefined,
      unset: isUnset(reading),
      // Asked for only where nothing else tells.
      spoke: calm.length === 0 && (await spokeSince(runtime, { key, reading }, incident.clockStartedAt)),
    })),
  );
  return {
    lasting: lasting({ firing, fired, readings: signs }),
    byAlerts,
    measured: calm.length > 0,
    silent: measured.flatMap(({ title, reading }) => (isUnset(reading) || isCalm(reading) ? [] : [title])),
  };
}

/** Whether a signal that has no value now had one since the incident began, or shortly before. False when its past cannot be read. */
async function spokeSince(runtime: Runtime, { key, reading }: { key: string; reading: Reading }, since: Date): Promise<boolean> {
  if (reading.state !== 'no-data') return false;
  if (reading.trend.some((value) => value !== null)) return true;
  const { trend, queryTimeout: timeoutMs } = runtime.playbook.briefing;
  const to = runtime.clock.now();
  const from = new Date(since.getTime() - trend);
  const stepMs = Math.max(60_000, Math.ceil((to.getTime() - from.getTime()) / PAST_POINTS));
  try {
    return (await readHistory(runtime, key, { from, to, stepMs, timeoutMs })).length > 0;
  } catch {
    return false;
  }
}

function isCalm({ state, doubts }: Reading): boolean {
  return state === 'normal' && doubts === undefined;
}

/** Nobody set its source up. */
function isUnset({ code }: Reading): boolean {
  return code === 'not_configured' || code === 'unknown_source';
}
