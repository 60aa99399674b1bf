import { errorText, TransientError } from '../domain/errors.ts';
import { ACTIVE_STATES } from '../domain/incident.ts';
import { takenBy } from '../domain/paging.ts';
import type { PageNotice } from '../domain/ports.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { IncidentRow, OutboxRow, PageRow, Stores } from '../storage/index.ts';
import type { OutboxKind } from './deliver-outbox.ts';
import { contactOf } from './people.ts';
import { presentFor } from './present-for.ts';
import { readSignals, signalsFor } from './read-signals.ts';
import type { Runtime } from './runtime/runtime.ts';
import { isWanted, keepPageRows } from './send-pages.ts';
import { settleLevel, settlePagers } from './settle-pagers.ts';
import { showIfTaken } from './show-taken.ts';

/**
 * Kind `page.notify`. The first try of a page uses the first way that works, in the playbook's order; a repetition uses all of them,
 * because the first one was not heard. Sent at least once: a way whose answer was lost may carry it twice.
 */
export function pageKind(runtime: Runtime): OutboxKind {
  return {
    run: async (row) => {
      const { pageId, attempt } = row.payload as { pageId: number; attempt: number };
      const asked = await stillAsked(runtime, pageId);
      // Answered, passed on or over while it waited: nobody is woken for that.
      if (!asked) return (await stoodAlready(runtime, row, pageId)) ? { used: ['slack'], problems: [] } : { skipped: true };
      const sent: Sent = { used: [], problems: [] };
      for (const { name, send } of waysTo(runtime, asked, attempt, row)) {
        // A way can take a while to fail, and somebody may answer meanwhile.
        if (!(await stillAsked(runtime, pageId))) break;
        try {
          await send();
          sent.used.push(name);
          if (attempt === 1 || asked.incident.private) break;
        } catch (error) {
          sent.problems.push(errorText(error));
          if (name === 'slack' && error instanceof TransientError) sent.lost = true;
        }
      }
      if (sent.used.length > 0) return sent;
      if (sent.problems.length === 0) return { skipped: true };
      throw new TransientError('page_not_sent', `Nobody could be reached: ${sent.problems.join(' ')}`);
    },
    record: (stores, row, outcome) => recordSent(runtime, stores, row, outcome as Sent),
  };
}

interface Sent {
  /** The ways that worked, by name. */
  used: string[];
  problems: string[];
  /** Slack gave no answer: the message may stand there all the same. */
  lost?: true;
}

interface Asked {
  page: PageRow;
  incident: IncidentRow;
}

/** The page with its incident, while it still calls for an answer. */
async function stillAsked({ storage }: Runtime, pageId: number): Promise<Asked | undefined> {
  const page = await storage.pages.find(pageId);
  const incident = page && (await storage.incidents.find(page.incidentId));
  if (!incident || page.passedOnAt || !isWanted(page, incident)) return undefined;
  return takenBy(page, await storage.pages.of(incident.id)) ? undefined : { page, incident };
}

async function recordSent(runtime: Runtime, stores: Stores, row: OutboxRow, { used, problems, lost }: Sent): Promise<void> {
  const { pageId, attempt } = row.payload as { pageId: number; attempt: number };
  const at = runtime.clock.now();
  // First of all: who answers at this moment waits for the row, or is seen below.
  await stores.pages.sent(pageId, at, undefined);
  const page = await stores.pages.find(pageId);
  if (!page) return;
  const { incidentId } = page;
  await keepPageRows(runtime, stores, page, at);
  const data = { level: page.level, user: page.userId, attempt, used, problems };
  await stores.timeline.append({ incidentId, at, kind: 'page.sent', actor: 'bongsu', data });
  if (lost) {
    const payload = { pageId, key: row.key, since: (row.startedAt ?? at).toISOString() };
    await stores.outbox.add({ key: `place:${row.key}`, incidentId, kind: 'page.place', lane: 'ack', payload }, at);
    runtime.waker.wake('outbox', at);
  }
  const taken = await showIfTaken(runtime, stores, pageId);
  const incident = await stores.incidents.find(incidentId);
  // It left while it was being answered, or after: pagers with a state of their own heard of that before they heard of the page.
  const cause = `late:${row.key}`;
  if (incident && !ACTIVE_STATES.includes(incident.state))
    await settlePagers(runtime, stores, { incidentId, outcome: 'resolved', by: 'bongsu', cause });
  else if (taken) await settleLevel(runtime, stores, page, { by: taken.by, cause });
}

/** Kind `page.place`: looks for a page of which Slack gave no answer, while it was sent by another way; found, it is edited like any other. */
export function placeKind(runtime: Runtime): OutboxKind {
  return {
    run: async (row) => {
      const { pageId, key, since } = row.payload as { pageId: number; key: string; since: string };
      return { found: await findInSlack(runtime, pageId, key, new Date(since)) };
    },
    record: async (stores, { payload }) => {
      await showIfTaken(runtime, stores, (payload as { pageId: number }).pageId);
    },
  };
}

/** Whether an earlier try of a page that nobody needs any more, whose answer was lost, stands in Slack all the same. */
async function stoodAlready(runtime: Runtime, row: OutboxRow, pageId: number): Promise<boolean> {
  return row.attempts > 1 && (await findInSlack(runtime, pageId, row.key, row.startedAt ?? runtime.clock.now()));
}

/** Looks for a message of a page, and writes down where it is, so that it can be edited. */
async function findInSlack({ chat, clock, storage }: Runtime, pageId: number, key: string, since: Date): Promise<boolean> {
  const lane = { lane: 'ack' } as const;
  const page = await storage.pages.find(pageId);
  if (!page) return false;
  const channel = await chat.openDirect({ user: page.userId }, lane);
  const found = await chat.findPosted({ channel, key, since }, lane);
  if (found) await storage.pages.sent(pageId, clock.now(), found);
  return found !== undefined;
}

async function bySlack(runtime: Runtime, { page, incident }: Asked, attempt: number, row: OutboxRow): Promise<void> {
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
}

/** What everybody on the other side can read; a private incident is not told there. */
const SHARED_WAYS = ['webhook', 'pagerduty'];

interface Way {
  name: string;
  send: () => Promise<unknown>;
}

/** Every way that reaches this person, in the playbook's order. */
function waysTo(runtime: Runtime, asked: Asked, attempt: number, row: OutboxRow): Way[] {
  const { page, incident } = asked;
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
  return runtime.playbook.team.paging.order.flatMap((name): Way[] => {
    if (name === 'slack') return [{ name, send: () => bySlack(runtime, asked, attempt, row) }];
    const pager = runtime.pagers.find((candidate) => candidate.name === name);
    if (!pager?.reaches(contact) || (incident.private && SHARED_WAYS.includes(name))) return [];
    return [{ name: pager.name, send: () => pager.send(notice, contact) }];
  });
}
