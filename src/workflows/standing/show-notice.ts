import { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import type { PostedRef } from '../../domain/ports/chat.ts';
import type { IncidentRow, NewOutboxRow, StandingNoticeRow, Stores } from '../../storage/index.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { homePlace } from '../messages/chat-message.ts';
import { type Delivers, delivered, type EffectRow, effect, type Skipped } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { STANDING_NOTICES, type StandingNoticeName } from './index.ts';

/** What Slack says of a message that somebody deleted. */
const DELETED = 'message_not_found';

const noticeEffect = effect('notice.show', {
  payload: z.object({ what: z.enum(Object.keys(STANDING_NOTICES) as [StandingNoticeName, ...StandingNoticeName[]]) }),
  atHome: true,
});

type NoticeRow = EffectRow<{ what: StandingNoticeName }>;

/** Has the notice of each of these incidents written anew once this transaction is done, and posted where it does not stand yet; `causes` says by what. */
export async function showNotices(
  runtime: Runtime,
  stores: Stores,
  causes: ReadonlyMap<number, string>,
  what: StandingNoticeName,
): Promise<void> {
  if (causes.size === 0) return;
  const wanted = await stores.standingNotices.wanted([...causes.keys()], what);
  await stores.outbox.addMany(
    wanted.map((notice) => noticeRow(what, notice, causes.get(notice.incidentId) ?? '')),
    runtime.clock.now(),
  );
}

/** The same for one that is there already, or on its way; where there is none, none comes. */
export async function refreshNotice(
  runtime: Runtime,
  stores: Stores,
  { incidentId, cause, what }: { incidentId: number; cause: string; what: StandingNoticeName },
): Promise<void> {
  const changed = await stores.standingNotices.changed(incidentId, what);
  if (changed) await stores.outbox.add(noticeRow(what, changed, cause), runtime.clock.now());
}

/** A new message is one to read; an edit is cosmetics. */
function noticeRow(what: StandingNoticeName, { incidentId, version, ts }: StandingNoticeRow, cause: string): NewOutboxRow {
  return noticeEffect.row({
    key: `${what}:${incidentId}:${cause}:${version}`,
    incidentId,
    lane: ts === null ? 'update' : 'cosmetics',
    payload: { what },
  });
}

/** What was posted, and the version that it shows; an edit has neither. */
interface Shown {
  posted?: PostedRef;
  version?: number;
}

/**
 * Kind `notice.show`: the notice is written from the rows as they are when it leaves, so that late ones do no harm. Of two that find it nowhere one posts it; what
 * the other one knew is in it, or makes it be written once more.
 */
export const showNoticeKind = delivered(noticeEffect, (runtime): Delivers<typeof noticeEffect, Shown> => {
  const { storage, chat, clock, waker } = runtime;

  async function found({ incidentId, payload }: NoticeRow) {
    const { what } = payload;
    const incident = incidentId === null ? undefined : await storage.incidents.find(incidentId);
    const notice = incident && (await storage.standingNotices.find(incident.id, what));
    return incident && notice && STANDING_NOTICES[what] ? { what, incident, notice } : undefined;
  }

  async function edit(
    row: NoticeRow,
    incident: IncidentRow,
    notice: StandingNoticeRow & { channelId: string; ts: string },
  ): Promise<Shown | Skipped> {
    const { what } = row.payload;
    const message = await STANDING_NOTICES[what](runtime, incident, true);
    if (!message) return { skipped: true };
    try {
      await chat.update({ channel: notice.channelId, ts: notice.ts, message }, { lane: row.lane });
      return {};
    } catch (error) {
      if (!(error instanceof PermanentError && error.code === DELETED)) throw error;
      await storage.standingNotices.lost(incident.id, what, notice.ts);
      return await post(row, incident, notice);
    }
  }

  async function post(row: NoticeRow, incident: IncidentRow, { version }: StandingNoticeRow): Promise<Shown | Skipped> {
    const { what } = row.payload;
    const place = homePlace(incident);
    if (!(await storage.standingNotices.claimPosting(incident.id, what, row.id))) return { skipped: true };
    const message = await STANDING_NOTICES[what](runtime, incident, false);
    if (!message) return { skipped: true };
    return { posted: await postJoining(runtime, { ...place, message, key: row.key }, { lane: row.lane }), version };
  }

  return {
    look: async (row, since): Promise<Shown | undefined> => {
      const known = await found(row);
      if (!known || known.notice.ts !== null) return undefined;
      const posted = await chat.findPosted({ ...homePlace(known.incident), key: row.key, since }, { lane: row.lane });
      return posted && { posted };
    },
    run: async (row): Promise<Shown | Skipped> => {
      const known = await found(row);
      if (!known) return { skipped: true };
      const { incident, notice } = known;
      const { channelId, ts } = notice;
      return channelId !== null && ts !== null
        ? await edit(row, incident, { ...notice, channelId, ts })
        : await post(row, incident, notice);
    },
    record: async (stores, row, { posted, version }) => {
      if (!posted || row.incidentId === null) return;
      const { what } = row.payload;
      const stands = await stores.standingNotices.posted(row.incidentId, what, posted);
      // Something changed while it was being posted, and found no message to be written into.
      if (!stands || stands.version === version) return;
      await stores.outbox.add(noticeRow(what, stands, 'again'), clock.now());
      waker.wake('outbox', clock.now());
    },
  };
});
