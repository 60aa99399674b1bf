import type { IncidentRow } from '../storage/index.ts';
import type { Runtime } from './runtime/runtime.ts';

const FOLLOWED = 'readings.followed';

/** The numbers were followed to the end after recovery (V2): written down once per recovery, and the rows that it keeps are kept. */
export async function readingsFollowed({ storage, clock, playbook }: Runtime, { id }: IncidentRow): Promise<void> {
  await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(id);
    const recoveredAt = incident?.state === 'resolved' ? incident.resolvedAt : null;
    if (recoveredAt === null) return;
    const before = (await stores.timeline.ofKind(id, FOLLOWED)).at(-1);
    if (before && before.at >= recoveredAt) return;
    const now = clock.now();
    const rows = Object.entries(playbook.rows).flatMap(([row, spec]) => (spec.keptBy === FOLLOWED ? [row] : []));
    const minutes = Math.round((now.getTime() - recoveredAt.getTime()) / 60_000);
    const why = { en: `Followed for ${minutes} min after recovery.`, ko: `복구 후 ${minutes}분 동안 확인했습니다.` };
    for (const row of rows) await stores.deadlines.settle(id, row, 'kept', now, why);
    const signals = playbook.briefing.followAfterRecovery.signals ?? playbook.briefing.signals;
    await stores.timeline.append({ incidentId: id, at: now, kind: FOLLOWED, actor: 'bongsu', data: { rows, signals } });
  });
}
