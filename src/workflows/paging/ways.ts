import type { Refused } from '../../domain/chat/refusals.ts';
import { errorCode, errorSaid, PermanentError, refusalOf, TransientError } from '../../domain/errors.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import type { WayTried } from '../../domain/paging/judge-try.ts';
import type { PageTrouble } from '../../domain/paging/page.ts';
import type { Holder } from '../../domain/paging/who-has-it.ts';
import { SLACK_WAY } from '../../domain/playbook/paging-schema.ts';
import type { UserState } from '../../domain/ports/chat.ts';
import type { PageNotice } from '../../domain/ports/pagers.ts';
import type { IncidentRow, PageRow } from '../../storage/index.ts';
import type { ReadingView } from '../../views/readings.ts';
import { judgedReadings } from '../briefing/follow-readings.ts';
import { signalsFor } from '../briefing/read-signals.ts';
import { openingNumbers } from '../incident/declare/opening-numbers.ts';
import { presentFor } from '../messages/present-for.ts';
import { contactOf } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { within } from '../runtime/within.ts';
import { pageView } from './page-view.ts';

/** A page that is to leave. */
export interface Leaving {
  page: PageRow;
  incident: IncidentRow;
  /** Who has the incident by now. */
  having: readonly Holder[];
  /** Of this try: the same for whoever tries it again. */
  key: string;
  /** When this try was begun before, if it was: its message may stand in Slack. */
  begunAt: Date | null;
}

/** One way to page one person. */
export interface Way {
  name: string;
  /** It rings, whatever Do Not Disturb says. */
  wakes: boolean;
  send: () => Promise<unknown>;
  /** Who this is to the other side: tells whom a refusal speaks of whose word does not say so. */
  standing?: () => Promise<UserState>;
}

const LANE = { lane: 'page' } as const;

/** The playbook's order, or Slack before everything that is set up. */
function orderOfWays({ playbook, pagers }: Runtime): readonly string[] {
  return playbook.team.paging.order ?? [SLACK_WAY, ...pagers.map(({ name }) => name)];
}

/** Every way that reaches this person, in the playbook's order. What others can read on the other side is told nothing of a private incident. */
export function waysTo(runtime: Runtime, leaving: Leaving): Way[] {
  const { page, incident } = leaving;
  const contact = contactOf(runtime.playbook, page.userId);
  const notice = noticeOf(runtime, leaving);
  return orderOfWays(runtime).flatMap((name): Way[] => {
    if (name === SLACK_WAY) {
      const standing = () => runtime.chat.userState({ user: page.userId }, LANE);
      return [{ name, wakes: false, send: () => bySlack(runtime, leaving), standing }];
    }
    const pager = runtime.pagers.find((candidate) => candidate.name === name);
    if (!pager?.reaches(contact) || (incident.private && pager.shared)) return [];
    return [{ name, wakes: pager.wakes, send: () => pager.send(notice, contact) }];
  });
}

/** Tries one way. Never rejects. */
export async function tryWay({ name: way, wakes, send, standing }: Way): Promise<WayTried> {
  try {
    await send();
    return { way, wakes, left: true };
  } catch (error) {
    return {
      way,
      wakes,
      left: false,
      ...(await blameOf(error, standing)),
      code: errorCode(error),
      said: errorSaid(error),
      unsure: error instanceof TransientError,
    };
  }
}

/** Whether trying this person in this way will ever help. What is about us (a token, a scope, an account) does not speak of the person. */
async function blameOf(error: unknown, standing: Way['standing']): Promise<{ about: 'person' | 'now'; why: PageTrouble['why'] }> {
  if (!(error instanceof PermanentError)) return { about: 'now', why: 'failing' };
  const refused = refusalOf(error)?.refused;
  if (refused?.about === 'person') return { about: 'person', why: WHY[error.code] ?? OTHERWISE[refused.because] };
  // `account_inactive` is a word for a token of ours, and for an account of theirs.
  const state = await standing?.().catch(() => undefined);
  const why = state && NEVER[state];
  return why ? { about: 'person', why } : { about: 'now', why: 'failing' };
}

const NEVER: Partial<Record<UserState, PageTrouble['why']>> = {
  deactivated: 'deactivated',
  unknown: 'unknown',
  bot: 'bot',
  elsewhere: 'elsewhere',
};

/** Slack's words for people who cannot be written to. */
const WHY: Readonly<Record<string, PageTrouble['why']>> = {
  user_disabled: 'deactivated',
  user_not_found: 'unknown',
  users_not_found: 'unknown',
  user_is_bot: 'bot',
  cannot_dm_bot: 'bot',
  no_address: 'no-way',
};

const OTHERWISE: Record<Extract<Refused, { about: 'person' }>['because'], PageTrouble['why']> = {
  gone: 'unknown',
  guest: 'elsewhere',
  elsewhere: 'elsewhere',
  closed: 'no-way',
};

/** Until when somebody has Do Not Disturb on; undefined when they have not, or when Slack does not say so soon enough. Never rejects. */
export async function quietUntil({ chat, clock, log }: Runtime, user: string): Promise<Date | undefined> {
  try {
    return await chat.quietUntil({ user, at: clock.now() }, LANE);
  } catch (error) {
    log.debug({ err: error, user }, 'Whether somebody has Do Not Disturb on is not known; they are paged all the same.');
    return undefined;
  }
}

async function bySlack(runtime: Runtime, { page, incident, having, key, begunAt }: Leaving): Promise<void> {
  const { chat, storage } = runtime;
  // Opened for a first page itself: a direct message that was opened before its person was deactivated takes messages that nobody reads.
  const channel = await chat.openDirect({ user: page.userId, ...(page.delivered === 0 && { openFor: key }) }, LANE);
  const found = begunAt && (await chat.findPosted({ channel, key, since: begunAt }, LANE));
  if (found) return await storage.pages.stands(page.id, found, linksOf(incident));
  const readings = await numbersFor(runtime, incident);
  // As the incident is now, whatever it was when the page was written down.
  const row = (await storage.incidents.find(incident.id)) ?? incident;
  const message = presentFor(runtime, { person: page.userId }).page(pageView(runtime, { page, incident: row, having }, readings));
  await storage.pages.stands(page.id, await chat.post({ channel, message, key }, LANE), linksOf(row));
}

/** To how many of an incident's places a page can link: its channel and its bridge. */
export function linksOf({ channelId, bridgeUrl }: Pick<IncidentRow, 'channelId' | 'bridgeUrl'>): number {
  return Number(channelId !== null) + Number(bridgeUrl !== null);
}

/** What the page says of the numbers: a page does not wait for a slow source longer than the first message of an incident does. */
async function numbersFor(runtime: Runtime, incident: IncidentRow): Promise<readonly ReadingView[]> {
  const opening = openingNumbers(runtime, incident.id);
  if (opening) return opening.soFar()?.readings ?? [];
  const reading = judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario));
  const read = await within(runtime, runtime.playbook.briefing.openingWait, reading);
  return read?.readings ?? [];
}

function noticeOf(runtime: Runtime, { page, incident, having, key }: Leaving): PageNotice {
  const present = presentFor(runtime, { person: page.userId });
  const words = present.pageText(pageView(runtime, { page, incident, having }));
  const { id: incidentId, title, severity } = incident;
  const level = page.level as OncallLevel;
  return { key, incidentId, title, severity, level, attempt: page.delivered + 1, ...words, language: present.language };
}
