import type { App } from '@slack/bolt';
import { languageFor } from '../domain/language/language-for.ts';
import type { WholeRuntime } from '../workflows/runtime/runtime.ts';
import { messageChosen } from '../workflows/timeline/add-message.ts';
import { textsIn } from './texts-in.ts';

/** `callback_id` of the message shortcut (manifest.yml). */
export const ADD_TO_TIMELINE = 'timeline.add';

/**
 * Messages that people choose for the timeline: by a reaction, by pinning them, by the shortcut (https://docs.slack.dev/reference/events/reaction_added, …/pin_added,
 * https://docs.slack.dev/interactivity/implementing-shortcuts). Where the app lacks the scopes of the events, the shortcut and `note` remain.
 */
export function listenToTimeline(app: App, runtime: WholeRuntime): void {
  const { services, chat, log } = runtime;
  app.event('reaction_added', async ({ event, body }) => {
    const { item, user, reaction } = event;
    const ours = body.authorizations?.some(({ user_id }) => user_id === user) === true;
    // `pushpin::skin-tone-2` is a pin as well.
    const emoji = reaction.split('::')[0] ?? reaction;
    const means = (of: { playbook: { team: { timelineReaction: string } } }) => of.playbook.team.timelineReaction === emoji;
    if (item.type !== 'message' || ours || !services.all.some(means)) return;
    await messageChosen(runtime, { channel: item.channel, ts: item.ts, by: user, how: 'reaction' }, means);
  });
  app.event('pin_added', async ({ event, body }) => {
    const { user, item } = event as { user: string; item: { type?: string; channel?: string; message?: { ts?: string } } };
    const ours = body.authorizations?.some(({ user_id }) => user_id === user) === true;
    const { channel, message } = item;
    if (ours || channel === undefined || message?.ts === undefined) return;
    await messageChosen(runtime, { channel, ts: message.ts, by: user, how: 'pin' });
  });
  app.shortcut({ callback_id: ADD_TO_TIMELINE, type: 'message_action' }, async ({ ack, shortcut }) => {
    await ack();
    const { channel, message_ts: ts, user, response_url: responseUrl } = shortcut;
    const incident = await messageChosen(runtime, { channel: channel.id, ts, by: user.id, how: 'shortcut' });
    const { playbook, present } = incident ? services.of(incident) : services.home;
    const language = languageFor(playbook.team, { person: user.id, channel: channel.id, incident });
    const t = textsIn(language).timeline;
    const text = incident ? t.chosen(`#${incident.id}`) : t.noIncidentHere;
    await chat
      .respond({ responseUrl, message: present.in(language).confirmation(text) })
      .catch((error) => log.warn({ err: error }, 'Whoever chose a message for the timeline could not be answered.'));
  });
}
