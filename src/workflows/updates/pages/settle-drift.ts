import { UserError } from '../../../domain/errors.ts';
import { writtenAs } from '../../../domain/incident/actor.ts';
import { accepted, type Drift } from '../../../domain/updates/page-drift.ts';
import { happened } from '../../../events/happened.ts';
import { worded } from '../../../languages/worded.ts';
import type { ExternalPageRow } from '../../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../../incident/change-incident.ts';
import { saying, whoWasFirst } from '../../incident/who-was-first.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { correctIn } from '../steer-updates.ts';
import { closeDrift } from './note-drift.ts';
import { languageOf, pageOf, putBackEffect, titleOf } from './page-effect.ts';

/** Which page, and which change of it the person saw; the newest when nothing says so. */
interface About {
  page: string;
  seen?: number | undefined;
}

type Drifted = ExternalPageRow & { drift: Drift };

/** Has what somebody changed on a page by hand be put back as we had told it. Throws UserError `no_drift` when nothing is changed there, or somebody decided already. */
export async function keepOurs(runtime: Runtime, change: Change & About): Promise<{ title: string }> {
  return await changeIncident(runtime, change, async (changing) => {
    const row = await drifted(changing, change, titleOf(runtime, change.page));
    const { incidentId, page, drifts } = row;
    const key = `page-put-back:${incidentId}:${page}:${drifts}`;
    const payload = { incident: incidentId, page, drift: drifts };
    await settle(runtime, changing, row, { change, how: 'ours' });
    await changing.stores.outbox.add(putBackEffect.row({ key, incidentId, lane: 'update', payload }), changing.now);
    return { title: titleOf(runtime, page) };
  });
}

/** Takes as ours what somebody wrote on a page by hand: their words become a correction of the text on every surface, in the language of the page. An incident that they deleted stays so. */
export async function takeTheirs(runtime: Runtime, change: Change & About): Promise<{ title: string }> {
  return await changeIncident(runtime, change, async (changing) => {
    const { stores, incident, now } = changing;
    const row = await drifted(changing, change, titleOf(runtime, change.page));
    const spec = pageOf(runtime, row.page)?.spec;
    await settle(runtime, changing, row, { change, how: 'theirs' });
    if (row.drift.gone) await stores.externalPages.left(row, now);
    else await stores.externalPages.told(row, row.remoteId, accepted(row, row.drift));
    for (const { sequence, theirs } of row.drift.texts) {
      const text = await stores.updateTexts.of(incident.id, sequence);
      if (theirs === undefined || !text || !spec) continue;
      const texts = { ...text.texts, [languageOf(runtime.playbook, spec)]: theirs };
      await correctIn(runtime, changing, { texts, sequence, version: text.version, by: writtenAs(change.actor) });
    }
    return { title: titleOf(runtime, row.page) };
  });
}

/** The change that the person saw, held: whoever was first has decided. */
async function drifted({ stores, incident }: Changing, { page, seen, actor }: Change & About, title: string): Promise<Drifted> {
  const row = await stores.externalPages.lock({ incidentId: incident.id, page });
  if (row?.drift && (seen === undefined || seen === row.drifts)) return { ...row, drift: row.drift };
  const asks = writtenAs(actor);
  const first = await whoWasFirst(stores, { incidentId: incident.id, kinds: ['page.settled'], data: { page }, asks });
  throw saying(
    first,
    new UserError(
      'no_drift',
      worded(({ statusPages }) => statusPages.nothingIsChangedThereAnyMore(incident.id, title)),
    ),
  );
}

async function settle(
  runtime: Runtime,
  { stores, incident, now }: Changing,
  row: Drifted,
  { change, how }: { change: Change; how: 'ours' | 'theirs' },
): Promise<void> {
  const by = writtenAs(change.actor);
  await closeDrift(runtime, stores, incident, row, { how, by });
  await stores.externalPages.settled(row, by, how);
  const data = { page: row.page, drift: row.drifts, how };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'page.settled', actor: by, data });
}
