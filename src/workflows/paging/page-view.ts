import type { OncallLevel } from '../../domain/oncall/levels.ts';
import type { Holder } from '../../domain/paging/who-has-it.ts';
import type { IncidentRow, PageRow } from '../../storage/index.ts';
import type { PageView } from '../../views/paging.ts';
import type { ReadingView } from '../../views/readings.ts';
import { contactOf } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A page with its incident as they are now, and who has that by now. */
interface Told {
  page: PageRow;
  incident: IncidentRow;
  having: readonly Holder[];
}

/** What a page says, whatever carries it: a direct message, a mail, a call, another vendor's alert. `readings` are left out where nobody waits for them. */
export function pageView(runtime: Runtime, told: Told, readings: readonly ReadingView[] = []): PageView {
  return { ...alikeIn(runtime, told), readings, attempt: told.page.delivered + 1 };
}

/** What a page that was sent says from now on; `taken` by whom, when somebody has it because of it. */
export function sentPageView(runtime: Runtime, told: Told, taken: PageView['acknowledged']): PageView {
  const { page } = told;
  return {
    ...alikeIn(runtime, { ...told, having: taken ? [] : told.having.filter(({ user }) => user !== page.userId) }),
    readings: [],
    ...(taken && { acknowledged: taken }),
    ...(page.closedAt && page.closedAs && { over: { as: page.closedAs, at: page.closedAt } }),
    edited: true,
  };
}

function alikeIn({ playbook, clock }: Runtime, { page, incident, having: [holder] }: Told) {
  const nameOf = (user: string) => contactOf(playbook, user).name;
  return {
    incident,
    level: page.level as OncallLevel,
    ...(incident.channelId !== null && incident.threadTs === null && { channelId: incident.channelId }),
    ...(incident.bridgeUrl !== null && { bridgeUrl: incident.bridgeUrl }),
    pageId: page.id,
    ...(page.askedBy !== null && { askedBy: page.askedBy, askedByName: nameOf(page.askedBy) }),
    ...(page.reason !== null && { reason: page.reason }),
    ...(holder && { has: { user: holder.user, name: nameOf(holder.user), at: holder.at } }),
    now: clock.now(),
  };
}
