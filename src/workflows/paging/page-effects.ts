import { z } from 'zod';
import { TransientError } from '../../domain/errors.ts';
import { ACTIVE_STATES, ESCALATING_STATES } from '../../domain/incident/incident.ts';
import { afterTry } from '../../domain/paging/after-try.ts';
import { calledAt, handedOverCause, isForPerson, isSuperseded, takenBy } from '../../domain/paging/calls.ts';
import { isSettled } from '../../domain/paging/decide-page.ts';
import { inWaves } from '../../domain/paging/next-people.ts';
import type { Holder } from '../../domain/paging/who-has-it.ts';
import type { IncidentRow, PageRow, Stores } from '../../storage/index.ts';
import { messageKeys } from '../incident/declare/steps.ts';
import { type Delivers, delivered, type EffectRow, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { peopleMeanwhile } from './hand-over.ts';
import { holders } from './levels.ts';
import { placeEffect, recordTry } from './record-try.ts';
import { pagePlace, showPages } from './show-page.ts';
import { tellPageTrouble } from './tell-trouble.ts';
import { type Tried, tryPage } from './try-page.ts';
import { sayUnreachedNow } from './unreached.ts';

export const pageEffect = effect('page.notify', {
  payload: z.object({ pageId: z.number(), attempt: z.number() }),
  place: ({ pageId }) => pagePlace(pageId),
});

/** So many people are asked at most while a page cannot leave. */
const MOST_MEANWHILE = 40;

/**
 * Kind `page.notify`: one try of a page, tried again until it left or never can. What never can is recorded like what did, and the next person is asked in that transaction. While it cannot for now,
 * others are asked. Sent at least once: a way whose answer was lost may carry it twice.
 */
export const pageKind = delivered(pageEffect, (runtime): Delivers<typeof pageEffect, Tried> => {
  return {
    run: async (row) => {
      const { pageId, attempt } = row.payload;
      const asked = await stillAsked(runtime, pageId);
      // Answered, passed on or over while it waited, or a try that a later one stands for: nobody is woken for that.
      if (!asked || attempt < asked.page.attempts) return (await stoodAlready(runtime, row, pageId)) ? LEFT_BEFORE : { skipped: true };
      const leaving = { ...asked, key: row.key, begunAt: row.attempts > 1 ? row.startedAt : null };
      const tried = await tryPage(runtime, leaving, async () => (await stillAsked(runtime, pageId)) !== undefined);
      if (tried.verdict !== 'later') return tried;
      await whileItCannotLeave(runtime, asked, tried);
      throw new TransientError('page_not_sent', `Nobody could be reached: ${tried.problems.join(' ')}`);
    },
    record: async (stores, row, tried) => {
      await recordTry(runtime, stores, row.payload.pageId, tried, { key: row.key, begunAt: row.startedAt ?? runtime.clock.now() });
    },
  };
});

const LEFT_BEFORE: Tried = { verdict: 'reached', used: ['slack'], problems: [] };

/** A page that still calls for an answer, with what it says. */
interface Asked {
  page: PageRow;
  incident: IncidentRow;
  having: Holder[];
}

async function stillAsked({ storage }: Runtime, pageId: number, stores: Stores = storage): Promise<Asked | undefined> {
  const page = await stores.pages.find(pageId);
  const incident = page && (await stores.incidents.find(page.incidentId));
  if (!incident || !isWanted(page, incident)) return undefined;
  const pages = await stores.pages.of(incident.id);
  if (takenBy(page, pages) || isSuperseded(page, pages)) return undefined;
  return { page, incident, having: await holders(stores, incident) };
}

/** Pages of the clock are wanted until the incident is mitigated; those that a person asked for, until it is over. */
export function isWanted(page: PageRow, incident: IncidentRow): boolean {
  return !isSettled(page) && (page.askedBy === null ? ESCALATING_STATES : ACTIVE_STATES).includes(incident.state);
}

/** The briefing tells the trouble; after a while others are asked, and when nobody can be, people are told that. */
async function whileItCannotLeave(runtime: Runtime, { page, incident }: Asked, tried: Tried & { verdict: 'later' }): Promise<void> {
  const { clock, storage } = runtime;
  const after = afterTry(page, tried, clock.now(), calledAt(page, await storage.pages.of(page.incidentId)));
  if (page.delivered > 0 || after.page !== 'waits') return;
  // The try may have hung for a while.
  if (!(await stillAsked(runtime, page.id))) return;
  await storage.pages.failing(page.id, after.trouble);
  if (!isForPerson(page)) await tellPageTrouble(runtime, incident, tried.trouble, page);
  if (isForPerson(page) || !after.askOthers || (await isReachedMeanwhile(runtime, page))) return;
  if (await askOthers(runtime, page, incident)) return;
  if (after.sayUnreached && (await stillAsked(runtime, page.id)) && !(await isReachedMeanwhile(runtime, page)))
    await sayUnreachedNow(runtime, incident, await storage.pages.of(incident.id));
}

/** Somebody got a page of this incident since its clocks started, or has it. */
async function isReachedMeanwhile({ storage }: Runtime, { incidentId }: PageRow): Promise<boolean> {
  const incident = await storage.incidents.find(incidentId);
  if (!incident) return true;
  const pages = await storage.pages.of(incidentId);
  const reached = pages.some((page) => !isForPerson(page) && page.reachedAt !== null && page.createdAt >= incident.clockStartedAt);
  return reached || (await holders(storage, incident)).some(({ acted }) => acted);
}

/** Asks others while a page cannot leave, in growing groups, until somebody gets it. True when somebody did. */
async function askOthers(runtime: Runtime, page: PageRow, incident: IncidentRow): Promise<boolean> {
  const people = await peopleMeanwhile(runtime, runtime.storage, incident, page);
  for (const wave of inWaves(people.slice(0, MOST_MEANWHILE))) {
    const begun = await beginMeanwhile(runtime, page, incident, wave);
    const left = await Promise.all(begun.map((one) => askMeanwhile(runtime, incident, one)));
    if (left.some(Boolean)) return true;
    if (!(await stillAsked(runtime, page.id))) return true;
  }
  return false;
}

interface Meanwhile {
  page: PageRow;
  /** It was written just now, so that no earlier try of it can stand anywhere. */
  isNew: boolean;
}

/**
 * The rows of a group that is asked while a page cannot leave; none when nobody is asked any more. All of them stand before the first is tried: whoever is asked beside one of them
 * who sleeps is somebody else. Each is repeated by itself once it left.
 */
async function beginMeanwhile(runtime: Runtime, lead: PageRow, incident: IncidentRow, users: readonly string[]): Promise<Meanwhile[]> {
  const { storage, clock } = runtime;
  const cause = handedOverCause(lead);
  const added = await storage.transaction(async (stores) => {
    // Whoever ends the incident, or answers, waits for this, or is seen.
    await stores.incidents.lock(incident.id);
    if (!(await stillAsked(runtime, lead.id, stores))) return undefined;
    const isNew = new Map<string, boolean>();
    for (const user of users)
      isNew.set(user, await stores.pages.add({ ...lead, userId: user, cause, createdAt: clock.now(), nextAt: null }));
    return isNew;
  });
  if (added === undefined) return [];
  const pages = (await storage.pages.of(incident.id)).filter((one) => one.cause === cause && added.has(one.userId));
  return pages.filter((page) => !isSettled(page) && page.delivered === 0).map((page) => ({ page, isNew: added.get(page.userId) === true }));
}

/** Tries to page somebody of such a group. Whoever will never be reached is passed over: who comes next is the business of the group. True when it left. */
async function askMeanwhile(runtime: Runtime, incident: IncidentRow, { page, isNew }: Meanwhile): Promise<boolean> {
  const { storage, clock } = runtime;
  const key = messageKeys.page(page.id, 1);
  const leaving = { page, incident, having: await holders(storage, incident), key, begunAt: isNew ? null : page.createdAt };
  const tried = await tryPage(runtime, leaving, async () => (await stillAsked(runtime, page.id)) !== undefined);
  if (tried.verdict === 'later') await storage.pages.failing(page.id, tried.trouble);
  else if (tried.verdict === 'refused') await storage.pages.refused(page.id, clock.now(), tried.trouble);
  else await storage.transaction((stores) => recordTry(runtime, stores, page.id, tried, { key, begunAt: page.createdAt }));
  // Beside somebody who sleeps the next one is asked by what was just recorded.
  return tried.used.length > 0;
}

/** Kind `page.place`: looks for a page of which Slack gave no answer, while it was sent by another way; found, it is edited like any other. */
export const placeKind = delivered(placeEffect, (runtime): Delivers<typeof placeEffect, { found: boolean }> => {
  return {
    run: async (row) => {
      const { pageId, key, since } = row.payload;
      return { found: await findInSlack(runtime, pageId, key, since) };
    },
    record: async (stores, { payload, key }) => {
      const page = await stores.pages.find(payload.pageId);
      if (!page || !(page.closedAt || takenBy(page, await stores.pages.of(page.incidentId)))) return;
      await showPages(runtime, stores, [page], { cause: key, lane: 'ack' });
      runtime.waker.wake('outbox', runtime.clock.now());
    },
  };
});

/** Whether an earlier try of a page that nobody needs any more, whose answer was lost, stands in Slack all the same. */
async function stoodAlready(runtime: Runtime, row: EffectRow<unknown>, pageId: number): Promise<boolean> {
  return row.attempts > 1 && (await findInSlack(runtime, pageId, row.key, row.startedAt ?? runtime.clock.now()));
}

/** Looks for a message of a page, and writes down where it is, so that it can be edited. */
async function findInSlack({ chat, storage }: Runtime, pageId: number, key: string, since: Date): Promise<boolean> {
  const lane = { lane: 'ack' } as const;
  const page = await storage.pages.find(pageId);
  if (!page) return false;
  const channel = await chat.openDirect({ user: page.userId }, lane);
  const found = await chat.findPosted({ channel, key, since }, lane);
  if (found) await storage.pages.stands(pageId, found, page.links);
  return found !== undefined;
}
