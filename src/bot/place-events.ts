import type { App } from '@slack/bolt';
import { errorText } from '../domain/errors.ts';
import { somebodyJoined } from '../workflows/incident/catch-up.ts';
import { heardGone, heardReturn } from '../workflows/places/heard-of-places.ts';
import type { WholeRuntime } from '../workflows/runtime/runtime.ts';

/**
 * What becomes of channels and of our token, as Slack tells it (https://docs.slack.dev/reference/events). None of it is needed for being right: what is gone is
 * noticed at the next call, and what is back is found by looking. It is known sooner so.
 */
export function listenToPlaces(app: App, runtime: WholeRuntime): void {
  const { chat, log } = runtime;
  const taken = (work: Promise<unknown>): Promise<unknown> =>
    work.catch((error: unknown) =>
      log.warn({ err: error }, 'What became of a channel could not be taken in; it is noticed at the next call.'),
    );
  const archived = ({ event }: { event: { channel: string } }) => taken(heardGone(runtime, event.channel, 'is_archived'));
  const deleted = ({ event }: { event: { channel: string } }) => taken(heardGone(runtime, event.channel, 'channel_not_found'));
  const back = ({ event }: { event: { channel: string } }) => taken(heardReturn(runtime, event.channel));

  app.event('channel_archive', async (heard) => void (await archived(heard)));
  app.event('group_archive', async (heard) => void (await archived(heard)));
  app.event('channel_deleted', async (heard) => void (await deleted(heard)));
  app.event('group_deleted', async (heard) => void (await deleted(heard)));
  app.event('channel_unarchive', async (heard) => void (await back(heard)));
  app.event('group_unarchive', async (heard) => void (await back(heard)));
  app.event('member_joined_channel', async (heard) => {
    const ours = heard.body.authorizations?.some(({ user_id }) => user_id === heard.event.user) === true;
    if (ours) return void (await back(heard));
    const { channel, user, inviter, event_ts: at } = heard.event as typeof heard.event & { inviter?: string };
    const invitedByUs = inviter !== undefined && heard.body.authorizations?.some(({ user_id }) => user_id === inviter) === true;
    if (!invitedByUs) await taken(somebodyJoined(runtime, { channel, user, at }));
  });
  app.event('tokens_revoked', async ({ event }) => {
    if ((event.tokens.bot?.length ?? 0) === 0) return;
    // Asked and not believed: an older token of ours may have been revoked.
    await chat.checkAccess({ lane: 'ack' }).catch((error: unknown) => log.debug({ reason: errorText(error) }, 'The token was revoked.'));
  });
}
