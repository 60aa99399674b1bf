import { isForPerson, sameCall, takenBy } from '../../domain/paging/calls.ts';
import { isSettled } from '../../domain/paging/decide-page.ts';
import type { AcknowledgedBy } from '../../domain/paging/page.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import type { Changing } from '../incident/change-incident.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { levelsStoodFor } from './record-try.ts';
import { settleLevel } from './settle-pagers.ts';
import { showPages } from './show-page.ts';
import { sayReached } from './unreached.ts';

/** Somebody has a page, and with it the whole call: nobody of it is asked again, and every message of it says who has it. */
export async function takePage(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  page: PageRow,
  { by, how }: { by: string; how: AcknowledgedBy },
): Promise<void> {
  await stores.pages.acknowledge(page.id, by, now);
  const pages = await stores.pages.of(incident.id);
  const data = { level: page.level, levels: levelsStoodFor(page, pages), user: page.userId, how };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.acknowledged', actor: by, data });
  const called = pages.filter((other) => sameCall(page, other));
  await stores.pages.silence(called.map(({ id }) => id));
  await showPages(runtime, stores, called, { cause: `taken:${page.id}`, lane: 'ack' });
  await settleLevel(runtime, stores, page, { by, cause: `page:${page.id}` });
}

/**
 * Whoever acts on an incident has acknowledged it: their own pages are answered, and with those their calls. What they do is said in the channel by the act itself. Where they were not paged themselves,
 * those who were may still answer, but are not called again (see answeredFromLevel), and their page says who has it.
 */
export async function acknowledgeByActing(
  runtime: Runtime,
  changing: Changing,
  { by, how }: { by: string; how: AcknowledgedBy },
): Promise<void> {
  const { stores, incident, now } = changing;
  const isFirst = await acknowledged(runtime, stores, incident, { by, how, at: now });
  const pages = (await stores.pages.of(incident.id)).filter((page) => page.createdAt >= incident.clockStartedAt && !isSettled(page));
  for (const page of pages.filter(({ userId }) => userId === by)) {
    // One that was taken with another of its call a moment ago is settled by that.
    if (takenBy(page, await stores.pages.of(incident.id))) continue;
    await takePage(runtime, changing, page, { by, how });
  }
  const others = pages.filter((page) => page.userId !== by && page.ts !== null && !isForPerson(page));
  if (isFirst) await showPages(runtime, stores, others, { cause: `has:${by}:${now.getTime()}`, lane: 'ack' });
}

/** Writes down that somebody has it; true for their first since the clocks started. People who were told that nobody can be reached are told so. */
export async function acknowledged(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  { by, how, at }: { by: string; how: AcknowledgedBy; at: Date },
): Promise<boolean> {
  const isFirst = await stores.acknowledgements.add({ incidentId: incident.id, userId: by, at, how }, incident.clockStartedAt);
  if (isFirst) await sayReached(runtime, stores, incident, by);
  return isFirst;
}
