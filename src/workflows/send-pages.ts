import { errorText, TransientError } from '../domain/errors.ts';
import { ACTIVE_STATES, ESCALATING_STATES } from '../domain/incident.ts';
import { decidePage } from '../domain/paging.ts';
import type { PageNotice } from '../domain/ports.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, OutboxRow, PageRow, Stores } from '../storage/index.ts';
import { messageKeys } from './declare/steps.ts';
import { type OutboxKind, send } from './deliver-outbox.ts';
import { nextPerson } from './open-pages.ts';
import { contactOf } from './people.ts';
import { presentFor, presentInIncident } from './present-for.ts';
import { readSignals, signalsFor } from './read-signals.ts';
import type { Runtime } from './runtime/runtime.ts';
import { showIfTaken } from './show-taken.ts';

const BATCH = 100;

/** Decides about every page that is due: send it again, ask the next person, or stop. One transaction per page. */
export function pagesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, waker, log, crashPoint } = runtime;
  return async () => {
    for (;;) {
      const due = await storage.pages.due(clock.now(), BATCH);
      let decided = 0;
      for (const id of due) {
        try {
          if (await storage.transaction((stores) => decideOne(runtime, stores, id))) decided += 1;
        } catch (error) {
          log.error({ err: error, page: id }, 'A page could not be decided; the next sweep tries again.');
        }
      }
      if (decided > 0) {
        crashPoint('pages:decided');
        waker.wake('outbox', clock.now());
      }
      if (decided === 0) return;
    }
  };
}

async function decideOne(runtime: Runtime, stores: Stores, id: number): Promise<boolean> {
  const now = runtime.clock.now();
  const page = await stores.pages.claim(id, now);
  if (!page) return false;
  const incident = await stores.incidents.find(page.incidentId);
  const decision = decidePage(page, { escalating: incident !== undefined && isWanted(page, incident), now });
  runtime.crashPoint('pages:claimed');
  if (decision.do === 'stop' || !incident) {
    await stores.pages.tried(id, page.attempts, null);
    return true;
  }
  if (decision.do === 'hand-over') {
    await stores.pages.tried(id, page.attempts, null);
    await handOver(runtime, stores, incident, page, 'bongsu');
    return true;
  }
  await stores.pages.tried(id, decision.attempt, decision.nextAt);
  await stores.outbox.add(
    {
      key: messageKeys.page(id, decision.attempt),
      incidentId: incident.id,
      kind: 'page.notify',
      lane: 'page',
      payload: { pageId: id, attempt: decision.attempt },
    },
    now,
  );
  if (decision.nextAt) runtime.waker.wake('pages', decision.nextAt);
  return true;
}

/** Pages of the clock stop when the incident is mitigated; those that a person asked for, when it is over. */
function isWanted(page: PageRow, incident: IncidentRow): boolean {
  return (page.askedBy === null ? ESCALATING_STATES : ACTIVE_STATES).includes(incident.state);
}

/** Asks the next person of the level instead of this one; when there is none left, the channel is told. */
export async function handOver(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  page: PageRow,
  by: string,
): Promise<string | undefined> {
  const now = runtime.clock.now();
  const level = page.level as OncallLevel;
  const next = await nextPerson(runtime, stores, incident, level);
  if (next !== undefined) {
    await stores.pages.add({ ...page, userId: next, cause: `${page.cause}>${page.userId}`, createdAt: now, nextAt: now });
    runtime.waker.wake('pages', new Date(now.getTime() + 1));
  }
  const data = { level, from: page.userId, to: next ?? null };
  await stores.timeline.append({ incidentId: incident.id, at: now, kind: 'page.handed-over', actor: by, data });
  await send(runtime, stores, {
    // Everybody of a level runs out at about the same time; that nobody is left is said once.
    key: next === undefined ? `nobody-left:${incident.id}:${level}:${incident.clockStartedAt.getTime()}` : `handed-over:${page.id}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).handedOverNotice({
      incident,
      level,
      from: page.userId,
      ...(next !== undefined && { to: next }),
      asked: by === page.userId,
      now,
    }),
  });
  return next;
}

/**
 * Kind `page.notify`. The first try of a page uses the first way that works, in the playbook's order; a repetition uses all of them,
 * because the first one was not heard. Sent at least once: a way whose answer was lost may carry it twice.
 */
export function pageKind(runtime: Runtime): OutboxKind {
  return {
    run: async (row) => {
      const { pageId, attempt } = row.payload as { pageId: number; attempt: number };
      const page = await runtime.storage.pages.find(pageId);
      const incident = page && (await runtime.storage.incidents.find(page.incidentId));
      // Answered, passed on or over while it waited: nobody is woken for that.
      if (!page || !incident || page.acknowledgedAt || page.passedOnAt || !isWanted(page, incident)) {
        return page && row.attempts > 1 && (await standsAlready(runtime, page, row))
          ? { used: ['slack'], problems: [] }
          : { skipped: true };
      }
      const ways = waysTo(runtime, incident, page, attempt, row);
      const used: string[] = [];
      const problems: string[] = [];
      for (const way of ways) {
        try {
          used.push(await way());
          if (attempt === 1 || incident.private) break;
        } catch (error) {
          problems.push(errorText(error));
        }
      }
      if (used.length === 0) throw new TransientError('page_not_sent', `Nobody could be reached: ${problems.join(' ')}`);
      return { used, problems };
    },
    record: (stores, row, outcome) => recordSent(runtime, stores, row, outcome as { used: string[]; problems: string[] }),
  };
}

async function recordSent(
  runtime: Runtime,
  stores: Stores,
  row: OutboxRow,
  { used, problems }: { used: string[]; problems: string[] },
): Promise<void> {
  const { pageId, attempt } = row.payload as { pageId: number; attempt: number };
  const page = await stores.pages.find(pageId);
  if (!page) return;
  const at = runtime.clock.now();
  await stores.pages.sent(page.id, at, undefined);
  await keepPageRows(runtime, stores, page.incidentId, page.level, at);
  const data = { level: page.level, user: page.userId, attempt, used, problems };
  await stores.timeline.append({ incidentId: page.incidentId, at, kind: 'page.sent', actor: 'bongsu', data });
  await showIfTaken(runtime, stores, page.id);
}

/** A page that left keeps the rows of its level (A1, A2, A3). */
export async function keepPageRows(
  runtime: Pick<Runtime, 'playbook'>,
  stores: Stores,
  incidentId: number,
  level: string,
  at: Date,
): Promise<void> {
  for (const step of runtime.playbook.escalation) {
    if (step.level === level) await stores.deadlines.settle(incidentId, step.id, 'kept', at, null);
  }
}

/** Whether an earlier try, whose answer was lost, stands in Slack all the same; where it does is written down, so that it can be edited. */
async function standsAlready(runtime: Runtime, page: PageRow, row: OutboxRow): Promise<boolean> {
  const { chat, clock, storage } = runtime;
  const lane = { lane: 'ack' } as const;
  const channel = await chat.openDirect({ user: page.userId }, lane);
  const found = await chat.findPosted({ channel, key: row.key, since: row.startedAt ?? clock.now() }, lane);
  if (found) await storage.pages.sent(page.id, clock.now(), found);
  return found !== undefined;
}

async function bySlack(runtime: Runtime, incident: IncidentRow, page: PageRow, attempt: number, row: OutboxRow): Promise<string> {
  const { chat, clock, storage } = runtime;
  const present = presentFor(runtime, { person: page.userId });
  const lane = { lane: 'page' } as const;
  const channel = await chat.openDirect({ user: page.userId }, lane);
  const since = row.startedAt ?? clock.now();
  const found = row.attempts > 1 ? await chat.findPosted({ channel, key: row.key, since }, lane) : undefined;
  const { readings } = await readSignals(runtime, signalsFor(runtime, incident.scenario));
  const message = present.page({
    incident,
    level: page.level as OncallLevel,
    ...(incident.channelId !== null && incident.threadTs === null && { channelId: incident.channelId }),
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
    readings,
    attempt,
    pageId: String(page.id),
    ...(page.askedBy !== null && { askedBy: page.askedBy }),
    ...(page.reason !== null && { reason: page.reason }),
    now: clock.now(),
  });
  const posted = found ?? (await chat.post({ channel, message, key: row.key }, lane));
  await storage.pages.sent(page.id, clock.now(), posted);
  return 'slack';
}

/** What everybody on the other side can read; a private incident is not told there. */
const SHARED_WAYS = ['webhook', 'pagerduty'];

/** Every way that reaches this person, in the playbook's order. */
function waysTo(runtime: Runtime, incident: IncidentRow, page: PageRow, attempt: number, row: OutboxRow): (() => Promise<string>)[] {
  const contact = contactOf(runtime.playbook, page.userId);
  const level = page.level as OncallLevel;
  const present = presentFor(runtime, { person: page.userId });
  const { text, short } = present.pageText({
    incident,
    level,
    attempt,
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
  });
  const notice: PageNotice = {
    key: row.key,
    incidentId: incident.id,
    title: incident.title,
    severity: incident.severity,
    level,
    attempt,
    text,
    short,
    language: present.language,
  };
  return runtime.playbook.team.paging.order.flatMap((name) => {
    if (name === 'slack') return [() => bySlack(runtime, incident, page, attempt, row)];
    const pager = runtime.pagers.find((candidate) => candidate.name === name);
    if (!pager?.reaches(contact) || (incident.private && SHARED_WAYS.includes(name))) return [];
    return [
      async () => {
        await pager.send(notice, contact);
        return pager.name;
      },
    ];
  });
}
