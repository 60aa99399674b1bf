import { z } from 'zod';
import { type AfterTry, afterTry } from '../../domain/paging/after-try.ts';
import { isForPerson, isSuperseded, takenBy } from '../../domain/paging/calls.ts';
import { happened } from '../../events/happened.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { moment } from '../runtime/stored.ts';
import { handOver } from './hand-over.ts';
import { inviteLater } from './invite-paged.ts';
import { settleLevel, settlePagers } from './settle-pagers.ts';
import { pagePlace, showPages } from './show-page.ts';
import type { Tried } from './try-page.ts';
import { sayReached } from './unreached.ts';
import { linksOf } from './ways.ts';

/** Slack gave no answer for a page that was sent by another way: its message may stand there all the same. */
export const placeEffect = effect('page.place', {
  payload: z.object({ pageId: z.number(), key: z.string(), since: moment }),
  place: ({ pageId }) => pagePlace(pageId),
});

/** Of which try it is: the key under which its message carries it, and when it was first begun. */
export interface TryOf {
  key: string;
  begunAt: Date;
}

/** A page of an incident whose lock is held. */
interface Left {
  incident: IncidentRow;
  pageId: number;
}

/** Writes down a try that ended: the page left, or it will never reach its person, and then the next one is asked. */
export async function recordTry(runtime: Runtime, stores: Stores, pageId: number, tried: Tried, of: TryOf): Promise<void> {
  const before = await stores.pages.find(pageId);
  const after = before && afterTry(before, tried, runtime.clock.now());
  if (!after || after.page === 'waits') return;
  // Before the page, as everywhere: who answers or ends the incident at this moment is waited for, and what they did is seen below.
  const incident = await stores.incidents.lock(before.incidentId);
  if (!incident) return;
  if (after.page === 'refused') await recordRefused(runtime, stores, { incident, pageId }, { ...tried, after });
  else await recordLeft(runtime, stores, { incident, pageId }, { ...tried, after }, of);
  // What is said of it leaves after this transaction.
  runtime.waker.wake('outbox', runtime.clock.now());
}

async function recordLeft(
  runtime: Runtime,
  stores: Stores,
  { incident, pageId }: Left,
  tried: Tried & { after: AfterTry & { page: 'left' } },
  { key, begunAt }: TryOf,
): Promise<void> {
  const { clock, waker } = runtime;
  const at = clock.now();
  const { used, problems } = tried;
  const { reached: isReached, again, quiet: trouble = null } = tried.after;
  const page = await stores.pages.left(pageId, { at, again, reached: isReached, trouble });
  if (!page) return;
  const { incidentId } = page;
  if (page.nextAt) waker.wake('page-repeats', page.nextAt);
  const pages = await stores.pages.of(incidentId);
  const { level, userId: user, delivered: attempt } = page;
  const data = { level, levels: levelsStoodFor(page, pages), user, attempt, used, problems, ...(trouble && { quiet: trouble.until }) };
  await happened(runtime, stores, { incidentId, at, kind: 'page.sent', actor: 'bongsu', data });
  if (tried.lost) {
    const payload = { pageId, key, since: begunAt };
    await stores.outbox.add(placeEffect.row({ key: `place:${key}`, incidentId, lane: 'ack', payload }), at);
  }
  // The opening invites whom it pages as well, all in one; where Slack refused that, they still come in.
  if (page.delivered === 1 && page.createdAt > incident.detectedAt) await inviteLater(runtime, stores, incident, page);
  if (isReached && !isForPerson(page)) await sayReached(runtime, stores, incident, page.userId);
  const taken = takenBy(page, pages);
  if (taken || page.closedAt !== null || page.links < linksOf(incident)) {
    await showPages(runtime, stores, [page], { cause: `late:${key}`, lane: 'ack' });
  }
  // It left while it was being answered, or after: pagers with a state of their own heard of that before they heard of the page.
  const cause = `late:${key}`;
  if (page.closedAt !== null) await settlePagers(runtime, stores, { incidentId, outcome: 'resolved', by: 'bongsu', cause });
  else if (taken) await settleLevel(runtime, stores, page, { by: taken.by, cause });
  else if (!isReached) await handOver(runtime, stores, incident, page, { by: 'bongsu', why: 'quiet' });
}

async function recordRefused(
  runtime: Runtime,
  stores: Stores,
  { incident, pageId }: Left,
  tried: Tried & { after: AfterTry & { page: 'refused' } },
): Promise<void> {
  const at = runtime.clock.now();
  const { problems } = tried;
  const { trouble } = tried.after;
  const page = await stores.pages.refused(pageId, at, trouble);
  if (!page) return;
  const data = {
    level: page.level,
    user: page.userId,
    why: trouble.why,
    ...(trouble.code !== undefined && { code: trouble.code }),
    problems,
  };
  await happened(runtime, stores, { incidentId: incident.id, at, kind: 'page.refused', actor: 'bongsu', data });
  // Answered by somebody else, or over, while it was tried: nobody is asked in their place.
  if (page.closedAt !== null || takenBy(page, await stores.pages.of(incident.id))) return;
  await handOver(runtime, stores, incident, page, { by: 'bongsu', why: 'refused' });
}

/** Levels for which a page counts: its own, and those at which its person was not asked because of it. Who was asked for by name does not stand for whoever is on call. */
export function levelsStoodFor(page: PageRow, pages: readonly PageRow[]): string[] {
  if (isForPerson(page)) return [];
  const stoodFor = pages.filter((other) => other.userId === page.userId && other.delivered === 0 && isSuperseded(other, pages));
  return [...new Set([page.level, ...stoodFor.map(({ level }) => level)])];
}
