import { PermanentError, UserError } from '../../domain/errors.ts';
import { memberHere } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident/incident.ts';
import { type Permission, requirePermission } from '../../domain/incident/permissions.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { SocialPlace, SocialPost } from '../../domain/ports/social-networks.ts';
import { own } from '../../domain/text/own.ts';
import { happened } from '../../events/happened.ts';
import type { SocialNoticeRow } from '../../storage/index.ts';
import { type Delivers, delivered, type EffectRow, type Skipped } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { networkNamed, networkTitle, postEffect, postKey, withdrawEffect } from './notice-effects.ts';
import { openAgain, type WhyAgain } from './open-again.ts';
import { sayingRefusal, saySocial } from './say-social.ts';
import { showNotice } from './show-notice.ts';

type Row = EffectRow<{ incident: number; number: number; network: string; approval: number }>;

/**
 * Kind `social.post`: one notice on one network. Right before that it is asked once more whether it may be told: whoever approved it is still here and still may, the words are those that were read, and nobody took it back. An answer
 * that was lost makes no second post: the network knows our key, or ours is looked for.
 */
export const socialPostKind = delivered(postEffect, (runtime): Delivers<typeof postEffect, SocialPlace> => {
  const { storage, clock } = runtime;

  /** What is to be told; undefined when that is nothing any more. */
  async function asked({ payload }: Row) {
    const { incident: incidentId, number, network: name, approval } = payload;
    const [incident, notice] = await Promise.all([storage.incidents.find(incidentId), storage.socialNotices.find({ incidentId, number })]);
    const network = networkNamed(runtime, name);
    const words = notice?.texts[name];
    if (!incident || !notice || !network || !words || incident.private) return undefined;
    const post: SocialPost = { key: postKey(notice, name, approval), text: words.text, language: words.language };
    const replyTo = notice.replyTo[name];
    return { incident, notice, network, post: replyTo === undefined ? post : { ...post, replyTo } };
  }

  const outside = ({ payload: { number, network } }: Row) => ({ title: networkTitle(runtime, network), about: `${number}.${network}` });

  return {
    look: async (row, since) => {
      const what = await asked(row);
      return (
        what && (await sayingRefusal(runtime, row.payload.incident, outside(row), async () => await what.network.find?.(what.post, since)))
      );
    },
    run: async (row) => {
      const what = await asked(row);
      // Nobody can look whether a try that was begun before it was taken back has arrived.
      if (what?.notice.state === 'withdrawn' && row.attempts > 1 && !what.network.find)
        await what.network.withdraw(what.post.key, `${row.key}:withdrawn`);
      if (what?.notice.state !== 'approved' || what.notice.posts[row.payload.network]) return { skipped: true };
      const { incident, notice, network, post } = what;
      // What is over is not reported as going on.
      if (notice.kind === 'update' && !ACTIVE_STATES.includes(incident.state)) return { skipped: true };
      if (!(await stillApproved(runtime, incident, notice))) return { skipped: true };
      return await sayingRefusal(runtime, incident.id, outside(row), async () => await posted(network, post, row.createdAt));
    },
    record: async (stores, { payload: { incident: incidentId, number, network } }, { id, url }) => {
      const before = await stores.socialNotices.lock({ incidentId, number });
      if (!before) return;
      const now = clock.now();
      const notice = await stores.socialNotices.posted(before, network, { id, at: now.toISOString(), ...(url !== undefined && { url }) });
      const data = { notice: number, network };
      await happened(runtime, stores, { incidentId, at: now, kind: 'social.posted', actor: 'bongsu', data });
      // Taken back while it was on its way.
      if (before.state === 'withdrawn') {
        const payload = { incident: incidentId, number, network };
        const key = `social-withdraw:${incidentId}:${number}:${network}`;
        await stores.outbox.add(withdrawEffect.row({ key, incidentId, lane: 'update', payload }), now);
      }
      await showNotice(runtime, stores, notice);
    },
  };

  async function posted(
    network: NonNullable<Awaited<ReturnType<typeof asked>>>['network'],
    post: SocialPost,
    since: Date,
  ): Promise<SocialPlace | Skipped> {
    try {
      return await network.post(post);
    } catch (error) {
      const ours = error instanceof PermanentError && error.code === 'duplicate' ? await network.find?.(post, since) : undefined;
      if (ours) return ours;
      throw error;
    }
  }
});

/** Whether the approval counts by now; one that does not is taken back, and somebody else is asked. Rejects while the chat does not say whether somebody is still here. */
async function stillApproved(runtime: Runtime, incident: Incident, notice: SocialNoticeRow): Promise<boolean> {
  const { storage, playbook, chat } = runtime;
  const by = notice.decidedBy ?? '';
  const text = await storage.updateTexts.of(incident.id, notice.sequence);
  const [state, roles] = [await chat.userState({ user: by }, { lane: 'update' }), await storage.roles.of(incident.id)];
  const why = ((): WhyAgain | undefined => {
    if (text?.version !== notice.textVersion) return 'changed';
    if (state !== 'active') return 'left';
    return maySteer(playbook, { id: by, incident, roles }) ? undefined : 'not-allowed';
  })();
  if (why === undefined) return true;
  await storage.transaction(async (stores) => {
    const locked = await stores.incidents.lock(incident.id);
    const now = await stores.socialNotices.lock(notice);
    if (!locked || now?.state !== 'approved' || now.revision !== notice.revision) return;
    const changed = await openAgain(runtime, stores, incident, notice, { why });
    if (changed.state !== 'open') return;
    await saySocial(runtime, stores, { incident, number: notice.number, said: why, by, revision: changed.revision });
  });
  return false;
}

/** Whether somebody may decide about notices, by the rows as they are. */
function maySteer(
  playbook: Playbook,
  { id, incident, roles }: { id: string; incident: Incident; roles: Partial<Record<string, string>> },
): boolean {
  const { permissions } = playbook;
  const needed: Permission = own(permissions, 'social approve') ?? own(permissions, 'social') ?? 'responder';
  try {
    requirePermission(needed, { actor: memberHere(id), playbook, incident, roles });
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
