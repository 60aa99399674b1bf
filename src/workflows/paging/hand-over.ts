import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { handedOverCause, isForPerson } from '../../domain/paging/calls.ts';
import { type InPlaceWhy, inPlaceOf, notAgain, peopleInOrder } from '../../domain/paging/next-people.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { holders, isEscalating, peopleFrom } from './levels.ts';
import { sayUnreached } from './unreached.ts';

/**
 * Asks the next person in place of this one, or beside one who sleeps, and says so in the channel. After somebody who was reached, the next one of the level; after somebody who
 * was not, also those of the next levels. When nobody is left, the channel is told; when nobody was reached at all, everybody is.
 */
export async function handOver(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  page: PageRow,
  { by, why }: { by: string; why: InPlaceWhy },
): Promise<string | undefined> {
  const { clock, waker } = runtime;
  const now = clock.now();
  const level = page.level as OncallLevel;
  const pages = await stores.pages.of(incident.id);
  const { already, next, unreached } = inPlaceOf(page, {
    pages,
    levels: await peopleFrom(runtime, stores, level),
    having: (await holders(stores, incident)).map(({ user }) => user),
    since: incident.clockStartedAt,
    why,
  });
  const sayIfUnreached = async () => {
    if (unreached && isEscalating(incident)) await sayUnreached(runtime, stores, incident, pages);
  };
  // Whoever was asked meanwhile may be as much out of reach.
  if (already) {
    await sayIfUnreached();
    return undefined;
  }
  if (next !== undefined) {
    await stores.pages.add({ ...page, userId: next, cause: handedOverCause(page), createdAt: now, nextAt: now });
    waker.wake('pages', now);
  }
  const data = { level, from: page.userId, to: next ?? null, why };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.handed-over', actor: by, data });
  await send(runtime, stores, {
    // Everybody of a level runs out at about the same time; that nobody is left is said once.
    key:
      next === undefined && (why === 'silent' || why === 'asked')
        ? `nobody-left:${incident.id}:${level}:${incident.clockStartedAt.getTime()}`
        : `handed-over:${page.id}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).handedOverNotice({
      incident,
      level,
      from: page.userId,
      ...(next !== undefined && { to: next }),
      why,
      ...(page.trouble && { trouble: page.trouble }),
      forPerson: isForPerson(page),
      now,
    }),
  });
  await sayIfUnreached();
  return next;
}

/** Who is asked while a page cannot leave, in that order: as in its place, and those for whom that was tried before in vain. */
export async function peopleMeanwhile(runtime: Runtime, stores: Stores, incident: IncidentRow, page: PageRow): Promise<string[]> {
  if (isForPerson(page)) return [];
  const pages = await stores.pages.of(incident.id);
  const having = (await holders(stores, incident)).map(({ user }) => user);
  const not = notAgain(page, { pages, having, since: incident.clockStartedAt });
  return peopleInOrder(await peopleFrom(runtime, stores, page.level as OncallLevel), not);
}
