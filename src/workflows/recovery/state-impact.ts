import { causeTitle } from '../../domain/deadlines/deadlines.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { durationMs, type Incident } from '../../domain/incident/incident.ts';
import { pick } from '../../domain/language/pick.ts';
import { own } from '../../domain/text/own.ts';
import { happened } from '../../events/happened.ts';
import type { ImpactView } from '../../views/timeline.ts';
import { namedIn } from '../diagnosis/named-in.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What somebody says of it; what is left out is not known. */
export interface Impact {
  cause?: string | undefined;
  who?: string | undefined;
  howMany?: number | undefined;
  lastedMs?: number | undefined;
  money?: string | undefined;
  fixedBy?: string | undefined;
}

/** Writes down what it did to users and what ended it; said again, it takes the place of what was said before. */
export async function stateImpact(runtime: Runtime, change: Change & { impact: Impact }): Promise<{ incidentId: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const { cause, who, howMany, lastedMs, money, fixedBy } = change.impact;
    const by = writtenAs(change.actor);
    await stores.impacts.put({
      incidentId: incident.id,
      cause: cause ?? null,
      who: who ?? null,
      howMany: howMany ?? null,
      lastedMs: lastedMs ?? null,
      money: money ?? null,
      fixedBy: fixedBy ?? null,
      statedBy: by,
      statedAt: now,
    });
    const said = Object.fromEntries(Object.entries(change.impact).filter(([, value]) => value !== undefined));
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'impact.stated', actor: by, data: said });
    return { incidentId: incident.id };
  });
}

/** What the form begins with: what was said before, else the cause that was named or is likely, the mitigations that helped, and how long it lasted. */
export async function impactToState(runtime: Runtime, incident: Incident, language: string): Promise<ImpactView> {
  const { storage, playbook, clock } = runtime;
  const [said, diagnosis, runs] = await Promise.all([
    storage.impacts.of(incident.id),
    storage.diagnoses.of(incident.id),
    storage.mitigationRuns.of(incident.id),
  ]);
  const named = namedIn(diagnosis);
  const helped = runs.filter(({ verdict }) => verdict === 'better');
  const titles = helped.flatMap(({ name }) => own(playbook.mitigations, name)?.title ?? []).map((title) => pick(title, language));
  const before = {
    cause: said?.cause ?? (named && pick(causeTitle(playbook, named), language)),
    who: said?.who,
    howMany: said?.howMany,
    money: said?.money,
    fixedBy: said?.fixedBy ?? ([...new Set(titles)].join(', ') || undefined),
  };
  const lastedMs = said?.lastedMs ?? durationMs({ ...incident, resolvedAt: incident.mitigatedAt ?? incident.resolvedAt }, clock.now());
  const given = Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null && value !== undefined));
  return { incident, lastedMs, ...given };
}
