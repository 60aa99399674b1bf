import { UserError } from '../../domain/errors.ts';
import { type Actor, atHome, writtenAs } from '../../domain/incident/actor.ts';
import { requirePermission } from '../../domain/incident/permissions.ts';
import { worded } from '../../languages/worded.ts';
import type { PageRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The page of an incident that somebody answers, and who that is. Rejects with a UserError when that has no such page, or they may not. */
export async function answeredPage(
  runtime: Runtime,
  input: { actor: Actor; pageId: number; incidentId: number },
): Promise<{ page: PageRow; actor: Actor }> {
  const page = await runtime.storage.pages.find(input.pageId);
  if (page?.incidentId !== input.incidentId)
    throw new UserError(
      'no_such_page',
      worded(({ paging }) => paging.thatPageIsNotKnownHereAnyMore),
    );
  // Whom Bongsu itself paged need not be looked up: an answer must not hang on Slack.
  const actor = page.userId === writtenAs(input.actor) ? atHome(input.actor) : await runtime.membership.of(input.actor);
  requirePermission('everyone', { actor, playbook: runtime.playbook });
  return { page, actor };
}
