import type { Event } from '../../domain/timeline/index.ts';
import { rowsKept } from '../../domain/timeline/rows-kept.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The numbers were followed to the end after recovery (V2): written down once per recovery, and the rows that it keeps are kept. */
export async function readingsFollowed(runtime: Runtime, { id }: IncidentRow, signals: readonly string[]): Promise<void> {
  const { storage, clock } = runtime;
  await storage.transaction(async (stores) => {
    const incident = await stores.incidents.lock(id);
    const recoveredAt = incident?.state === 'resolved' ? incident.resolvedAt : null;
    if (recoveredAt === null) return;
    const before = (await stores.timeline.ofKind(id, 'readings.followed')).at(-1);
    if (before && before.at >= recoveredAt) return;
    const now = clock.now();
    const minutes = Math.round((now.getTime() - recoveredAt.getTime()) / 60_000);
    const reason = { code: 'followed', minutes } as const;
    const event: Event<'readings.followed'> = {
      kind: 'readings.followed',
      incidentId: id,
      at: now,
      actor: 'bongsu',
      data: { signals: [...signals] },
    };
    const rows = rowsKept(runtime.playbook, event).map(({ row }) => row);
    await happened(runtime, stores, { ...event, data: { ...event.data, rows } }, { reason });
  });
}
