import { z } from 'zod';
import { losesPlace } from '../../domain/chat/loses-place.ts';
import { errorText, PermanentError } from '../../domain/errors.ts';
import { languageFor } from '../../domain/language/language-for.ts';
import { pick } from '../../domain/language/pick.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import { NEWS_FOR_MS } from '../../domain/subscribers/notice.ts';
import type { Listener, NewOutboxRow } from '../../storage/index.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import { dropSubscription } from './drop-subscription.ts';

const noticeEffect = effect('subscriber.notice', {
  payload: z.object({ subscription: z.string(), to: z.enum(['channel', 'person']), address: z.string(), cause: z.string() }),
  place: ({ to, address }) => `${to} ${address}`,
});

/** What tells one channel or person; whoever follows the same thing in two ways is told once. The lowest lane: nobody is paged later for it. */
export function slackRow({ id, kind, address }: Listener, cause: string): NewOutboxRow {
  const to = kind === 'channel' ? 'channel' : 'person';
  const payload = { subscription: id, to, address, cause } as const;
  return noticeEffect.row({ key: `follow:${to}:${address}:${cause}`, incidentId: null, lane: 'cosmetics', payload });
}

type NoticeRow = ReturnType<typeof noticeEffect.read>;

/** Kind `subscriber.notice`: written when it leaves, in the reader's language. */
export const subscriberNoticeKind = delivered(noticeEffect, (runtime): Delivers<typeof noticeEffect, PostedRef> => {
  const { chat, storage, clock, services } = runtime;
  const channelOf = async ({ payload: { to, address }, lane }: NoticeRow): Promise<string> =>
    to === 'channel' ? address : await chat.openDirect({ user: address }, { lane });
  return {
    look: async (row, since) => await chat.findPosted({ channel: await channelOf(row), key: row.key, since }, { lane: row.lane }),
    run: async (row) => {
      const { subscription: id, to, address, cause } = row.payload;
      const [subscription, notice] = await Promise.all([storage.subscriptions.find(id), storage.notices.of(cause)]);
      if (subscription?.state !== 'on' || !notice || clock.now().getTime() - notice.at.getTime() >= NEWS_FOR_MS) return { skipped: true };
      const incident = notice.incidentId === null ? undefined : await storage.incidents.find(notice.incidentId);
      if (incident?.private) return { skipped: true };
      const { playbook, present } = services.newest(notice.service);
      const presenter = present.in(languageFor(playbook.team, to === 'channel' ? { channel: address } : { person: address }));
      const message = presenter.followNotice({
        ...notice,
        text: pick(notice.texts, presenter.language, playbook.team.language),
        ...(notice.title && { name: pick(notice.title, presenter.language, playbook.team.language) }),
        now: clock.now(),
      });
      try {
        return await postJoining(runtime, { channel: await channelOf(row), message, key: row.key }, { lane: row.lane });
      } catch (error) {
        // Whoever cannot be written to, and a channel that is gone, is told nothing more.
        if (!(error instanceof PermanentError) || (error.refusal?.refused.about !== 'person' && !losesPlace(error))) throw error;
        await storage.transaction(
          async (stores) => await dropSubscription(runtime, stores, subscription, { because: error.code, said: errorText(error) }),
        );
        return { skipped: true };
      }
    },
  };
});
