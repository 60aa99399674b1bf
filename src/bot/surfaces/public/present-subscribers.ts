import type { ChatMessage } from '../../../domain/chat/message.ts';
import { SEVERITIES } from '../../../domain/incident/states.ts';
import { pick } from '../../../domain/language/pick.ts';
import { own } from '../../../domain/text/own.ts';
import type { SubscriberWords } from '../../../languages/en/surfaces/updates.ts';
import type { FollowingView, FollowNoticeView, SubscribersView } from '../../../views/subscribers.ts';
import { codeSection, context, lineSections, message } from '../building-blocks/blocks.ts';
import { oneLine, safe, safeLines, safePlain } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const TEXT_MAX = 2_500;

/** What stands around the texts, in mail and on pages. */
export function subscriberWords(voice: Voice): SubscriberWords {
  return voice.texts.updates.subscribers;
}

/** What was told outside, for whoever follows it in Slack. */
export function followNotice(voice: Voice, view: FollowNoticeView): ChatMessage {
  const { texts, format, serviceName, command } = voice;
  const t = voice.texts.updates.subscribers;
  const { incidentId, stage, name, text, nextAt, now } = view;
  const what = stage === null ? t.mail.maintenance : texts.updates.stageName[stage];
  const ref = incidentId === null ? '' : ` · ${t.answer.incident(incidentId)}`;
  const head = `${serviceName}: ${what}${ref}`;
  const called = name === undefined ? [] : [safe(name, 200)];
  const next = nextAt === null ? [] : [t.mail.next(format.time(nextAt, now))];
  return message(
    [`${head}:`, ...called, safePlain(text, 500)],
    [...lineSections([`*${head}*`, ...called, safeLines(text, TEXT_MAX)]), ...context([...next, t.slack.how(command)])],
  );
}

/** What somebody follows now, or no more. */
export function following(voice: Voice, { did, where, incident, service, least, components }: FollowingView): ChatMessage {
  const t = voice.texts.updates.subscribers.answer;
  const whole = service === undefined ? t.everything : nameOf(voice, service);
  const named = components === undefined ? whole : components.map((key) => `\`${safe(key, 40)}\``).join(', ');
  const severities = least === undefined ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1).map((one) => one.toUpperCase());
  const what = `${incident === undefined ? named : t.incident(incident)}${severities.length === 0 ? '' : t.least(severities.join(', '))}`;
  const place = where === 'channel' ? t.here : t.direct;
  const said = { followed: t.following, unfollowed: t.unfollowed, 'not-following': t.notFollowing }[did](what, place);
  return message([said], lineSections([said]));
}

function nameOf({ services, service, language }: Voice, key: string): string {
  const name = key === service.key ? service.name : own(services ?? {}, key);
  return name === undefined ? safe(key, 80) : safe(oneLine(pick(name, language)), 80);
}

/** How many subscribers there are, and the webhooks; the secret of one that was just added stands there once. */
export function subscribers(voice: Voice, view: SubscribersView): ChatMessage {
  const t = voice.texts.updates.subscribers.list;
  const { counts, webhooks, dropped, mailNeeds = [], added, removed, now } = view;
  const done = [
    ...(added === undefined ? [] : [t.added(safe(added.address, 300))]),
    ...(removed === undefined ? [] : [t.removed(removed)]),
  ];
  const lines = [
    `*${t.head}*`,
    t.counts(counts),
    ...webhooks.map(({ id, address, failingSince }) => {
      const failing = failingSince === null ? '' : ` · ${t.failing(voice.format.time(failingSince, now))}`;
      return `${t.webhook(id, safe(address, 300))}${failing}`;
    }),
    ...(dropped.length === 0 ? [] : [t.dropped(dropped.length)]),
    ...(mailNeeds.length === 0 ? [] : [t.needs(mailNeeds.join(', '))]),
  ];
  return message(
    [...done, t.head, t.counts(counts)],
    [...lineSections(done), ...(added === undefined ? [] : codeSection([added.secret])), ...lineSections(lines)],
  );
}
