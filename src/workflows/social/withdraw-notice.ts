import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { livePosts } from '../../domain/social/notice.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import { type Change, changeIncident } from '../incident/change-incident.ts';
import { type Delivers, delivered } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { networkNamed, networkTitle, withdrawEffect } from './notice-effects.ts';
import { sayingRefusal } from './say-social.ts';
import { showNotice } from './show-notice.ts';

/** Has a notice be taken back wherever it stands, and not be told where it does not yet; the newest such one unless `number` says which. Throws UserError `nothing_told` when there is none. One person is enough. */
export async function withdrawSocial(runtime: Runtime, change: Change & { number?: number | undefined }): Promise<{ number: number }> {
  return await changeIncident(runtime, change, async ({ stores, incident, now }) => {
    const notices = await stores.socialNotices.of(incident.id);
    const isThere = (notice: (typeof notices)[number]) => notice.state === 'approved' || livePosts(notice.posts).length > 0;
    const found = notices.findLast((notice) => (change.number === undefined || notice.number === change.number) && isThere(notice));
    const notice = found && (await stores.socialNotices.lock(found));
    if (!notice)
      throw new UserError(
        'nothing_told',
        worded(({ social }) => social.nothingStandsThere(incident.id)),
      );
    const by = writtenAs(change.actor);
    const { number } = notice;
    const changed = await stores.socialNotices.change(notice, { state: 'withdrawn', withdrawnBy: by });
    const rows = livePosts(notice.posts).map(([network]) => {
      const key = `social-withdraw:${incident.id}:${number}:${network}`;
      return withdrawEffect.row({ key, incidentId: incident.id, lane: 'update', payload: { incident: incident.id, number, network } });
    });
    await stores.outbox.addMany(rows, now);
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'social.withdrawn', actor: by, data: { notice: number } });
    await showNotice(runtime, stores, changed);
    return { number };
  });
}

/** Kind `social.withdraw`: run twice is the same as run once. */
export const socialWithdrawKind = delivered(withdrawEffect, (runtime): Delivers<typeof withdrawEffect, { withdrawn: true }> => {
  const { storage, clock } = runtime;
  return {
    run: async ({ key, payload: { incident: incidentId, number, network: name } }) => {
      const notice = await storage.socialNotices.find({ incidentId, number });
      const post = notice?.posts[name];
      const network = networkNamed(runtime, name);
      if (!post || !network || post.withdrawnAt !== undefined) return { skipped: true };
      const outside = { title: networkTitle(runtime, name), about: `${number}.${name}.withdraw` };
      await sayingRefusal(runtime, incidentId, outside, async () => await network.withdraw(post.id, key));
      return { withdrawn: true };
    },
    record: async (stores, { payload: { incident: incidentId, number, network } }) => {
      const notice = await stores.socialNotices.lock({ incidentId, number });
      const post = notice?.posts[network];
      if (!notice || !post) return;
      const at = clock.now().toISOString();
      await showNotice(runtime, stores, await stores.socialNotices.posted(notice, network, { ...post, withdrawnAt: at }));
    },
  };
});
