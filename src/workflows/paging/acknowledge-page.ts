import { UserError } from '../../domain/errors.ts';
import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { takenBy } from '../../domain/paging/calls.ts';
import { worded, wordedEach } from '../../languages/worded.ts';
import type { IncidentRow, PageRow } from '../../storage/index.ts';
import { changeIncident } from '../incident/change-incident.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Cause } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { answeredPage } from './answered-page.ts';
import { acknowledged, takePage } from './take-pages.ts';

export type Acknowledged = { first: true } | { first: false; by: string };

/**
 * Takes a page: the first one counts, a second is told who was first. The page is edited wherever it stands, as often as it was repeated. Throws UserError `page_over` when the
 * incident has ended for it: nothing changes any more.
 */
export async function acknowledgePage(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; pageId: number; incidentId: number },
): Promise<Acknowledged> {
  const { page: pressed, actor } = await answeredPage(runtime, input);
  const change = { cause: input.cause, actor, incidentId: pressed.incidentId };
  return await changeIncident<Acknowledged>(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    // As it is by now: the incident may have ended while its lock was waited for.
    const page = (await stores.pages.find(pressed.id)) ?? pressed;
    mustNotBeOver(page, incident);
    const taken = takenBy(page, await stores.pages.of(incident.id));
    if (taken) return { first: false, by: taken.by };
    const by = writtenAs(input.actor);
    await takePage(runtime, changing, page, { by, how: 'page' });
    await acknowledged(runtime, stores, incident, { by, how: 'page', at: now });
    await send(runtime, stores, {
      key: `acknowledged:${page.id}`,
      incidentId: incident.id,
      lane: 'ack',
      destination: { to: 'home' },
      message: presentInIncident(runtime, incident).acknowledgedNotice({ incident, level: page.level as OncallLevel, by, now }),
    });
    return { first: true };
  });
}

const OVER: Record<NonNullable<PageRow['closedAs']>, Bilingual> = wordedEach(({ paging }) => paging.over);

/** Throws UserError `page_over` for a page that nobody has to answer any more. */
export function mustNotBeOver({ closedAs }: PageRow, { id }: Pick<IncidentRow, 'id'>): void {
  if (closedAs === null) return;
  const over = OVER[closedAs];
  throw new UserError(
    'page_over',
    worded(({ paging }, language) => paging.thisPageIsOverAnd(id, pick(over, language))),
  );
}
