import { following } from '../../domain/briefing/briefing-pace.ts';
import { followedSignals } from '../../domain/briefing/followed-signals.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { signalsFor } from './read-signals.ts';

/** The signals that the briefing shows: those of the incident; after recovery those that broke, and beside them what the playbook follows (V2). */
export async function shownSignals(
  runtime: Pick<Runtime, 'playbook' | 'storage' | 'clock'>,
  incident: Incident,
): Promise<readonly string[]> {
  const { playbook, clock } = runtime;
  const during = signalsFor(runtime, incident.scenario);
  if (!following(incident, playbook.briefing, clock.now())) return during;
  return await signalsAfterRecovery(runtime, incident);
}

/** Those that are followed after recovery. */
async function signalsAfterRecovery(runtime: Pick<Runtime, 'playbook' | 'storage'>, incident: Incident): Promise<readonly string[]> {
  const { playbook, storage } = runtime;
  const [chart, diagnosis, alerts] = await Promise.all([
    storage.briefingCharts.of(incident.id),
    storage.diagnoses.of(incident.id),
    storage.alerts.of(incident.id),
  ]);
  // The watcher sees what crosses between two looks at the briefing, and what the briefing of this scenario does not show.
  const watched = alerts.flatMap(({ source, labels }) =>
    source === 'watch' && labels.threshold !== undefined && labels.signal !== undefined ? [labels.signal] : [],
  );
  const causes = diagnosis?.namedScenario == null ? [] : (playbook.scenarios[diagnosis.namedScenario]?.causes ?? []);
  const named = causes.find(({ key }) => key === diagnosis?.namedCause);
  const [likely] = diagnosis?.result?.causes.filter(({ confidence }) => confidence !== 'weak') ?? [];
  return followedSignals(
    { crossed: [...(chart?.crossed ?? []), ...watched], ...(named && { named }), ...(likely && { likely }) },
    playbook.briefing.followAfterRecovery.signals ?? signalsFor(runtime, incident.scenario),
    Object.keys(playbook.signals),
  );
}
