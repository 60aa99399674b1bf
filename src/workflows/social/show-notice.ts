import type { Incident } from '../../domain/incident/incident.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { lengthOf } from '../../domain/social/length.ts';
import { livePosts, nameOfSocial, whoStandsFor } from '../../domain/social/notice.ts';
import type { OutboxRow, SocialNoticeRow, Storage, Stores } from '../../storage/index.ts';
import type { SocialNoticeView, SocialPlaceView } from '../../views/social.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { homePlace } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { type Delivers, delivered } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { networkTitle, postEffect, showEffect } from './notice-effects.ts';

/** Has a notice be shown in the incident's channel as it is by now: one message, which follows it. */
export async function showNotice(
  { clock, waker }: Pick<Runtime, 'clock' | 'waker'>,
  stores: Stores,
  notice: SocialNoticeRow,
): Promise<void> {
  const { incidentId, number, revision } = notice;
  const payload = { incident: incidentId, number, revision };
  const key = revision === 1 ? shownKey(notice) : `${shownKey(notice)}:${revision}`;
  await stores.outbox.add(showEffect.row({ key, incidentId, lane: 'update', payload }), clock.now());
  waker.wake('outbox', clock.now());
}

function shownKey({ incidentId, number }: Pick<SocialNoticeRow, 'incidentId' | 'number'>): string {
  return `social:${incidentId}:${number}`;
}

/** Kind `social.show`: the newest is shown, so that a late one does no harm. */
export const socialShowKind = delivered(showEffect, (runtime): Delivers<typeof showEffect, PostedRef> => {
  const { storage, chat } = runtime;
  return {
    run: async (row) => {
      const { incident: incidentId, number } = row.payload;
      const [incident, notice] = await Promise.all([
        storage.incidents.find(incidentId),
        storage.socialNotices.find({ incidentId, number }),
      ]);
      if (!incident || !notice) return { skipped: true };
      const message = presentInIncident(runtime, incident).socialNotice(await noticeView(runtime, storage, incident, notice));
      const key = shownKey(notice);
      const asked = { ...homePlace(incident), key, since: notice.createdAt };
      // Whatever was begun may have been posted, though nobody has written that down.
      const isFirst = row.key === key && row.attempts <= 1;
      const before = notice.message ?? (isFirst ? undefined : await chat.findPosted(asked, { lane: row.lane }));
      if (!before) return await postJoining(runtime, { ...homePlace(incident), message, key }, { lane: row.lane });
      await chat.update({ ...before, message }, { lane: row.lane });
      return before;
    },
    record: async (stores, { payload: { incident: incidentId, number } }, posted) => {
      await stores.socialNotices.shown({ incidentId, number }, posted);
    },
  };
});

/** A notice with what became of it on each network. */
export async function noticeView(
  runtime: Runtime,
  stores: Pick<Storage, 'outbox' | 'updateTexts'>,
  incident: Incident,
  notice: SocialNoticeRow,
): Promise<SocialNoticeView> {
  const { number, kind, state, decideBy, replyTo } = notice;
  const text = await stores.updateTexts.of(incident.id, notice.sequence);
  const rows = state === 'open' ? [] : await stores.outbox.of(incident.id);
  const by = notice.withdrawnBy ?? notice.decidedBy;
  return {
    incident,
    number,
    seen: nameOfSocial(notice),
    kind,
    state,
    places: placesOf(runtime, notice, rows),
    isReply: Object.keys(replyTo).length > 0,
    standing: whoStandsFor(notice, text),
    decideBy,
    ...(by !== null && { by }),
    isLive: livePosts(notice.posts).length > 0,
    now: runtime.clock.now(),
  };
}

/** What is told on each network, in the order of the playbook, and what became of it there. */
export function placesOf(
  runtime: Pick<Runtime, 'socialNetworks' | 'playbook'>,
  notice: SocialNoticeRow,
  rows: readonly OutboxRow[],
): SocialPlaceView[] {
  const order = runtime.playbook.updates.social.networks.map(({ network }) => network);
  const inOrder = Object.entries(notice.texts).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return inOrder.map(([network, { text, language, manner, most }]) => {
    const url = notice.posts[network]?.url;
    return {
      network,
      title: networkTitle(runtime, network),
      language,
      text,
      length: lengthOf(text, manner),
      most,
      ...becameOf(notice, network, rows),
      ...(url !== undefined && { url }),
    };
  });
}

function becameOf(
  { number, posts, state }: SocialNoticeRow,
  network: string,
  rows: readonly OutboxRow[],
): Pick<SocialPlaceView, 'state' | 'error'> {
  const post = posts[network];
  if (post) return { state: post.withdrawnAt === undefined ? 'sent' : 'withdrawn' };
  if (state === 'open') return {};
  const row = rows.findLast(({ kind, payload }) => kind === postEffect.kind && payload.number === number && payload.network === network);
  if (!row) return {};
  const became = row.status === 'pending' ? 'waiting' : row.status === 'failed' ? 'failed' : 'skipped';
  return { state: became, ...(row.error !== null && became !== 'skipped' && { error: row.error }) };
}
