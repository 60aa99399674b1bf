import { readJson } from '../foreign/read-json.ts';
import { firstText } from '../foreign/texts.ts';
import { own } from '../text/own.ts';
import type { Unreadable } from './unreadable.ts';

/** Somebody asks whether this is the right place to send alerts to; a person says yes by opening the address. */
export interface Handshake {
  /** Whose alerts would come. */
  topic: string;
  url: string;
}

/** Amazon's own hosts, over HTTPS: a link that people are shown must not lead anywhere else. */
const CONFIRM_URL = /^https:\/\/sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?\/[\x21-\x7e]{1,2000}$/;
const MESSAGE_BOUNDS = { depth: 16, fields: 200, always: new Set<string>(), items: 200, text: 4_096 };

/**
 * What Amazon SNS wraps around a message (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html), taken off: the message's own
 * fields, under those by which an alert is read when nobody mapped them. CloudWatch's alarms are known by theirs. Undefined for anything else.
 */
export function unwrapSns(
  document: unknown,
): { handshake: Handshake } | { unreadable: Unreadable } | { alert: Readonly<Record<string, unknown>> } | 'nothing' | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  const field = (name: string) => firstText(own(document as Record<string, unknown>, name));
  const [type, topic, message] = [field('Type'), field('TopicArn'), field('Message')];
  if (topic === undefined || message === undefined) return undefined;
  if (type === 'SubscriptionConfirmation') {
    const url = field('SubscribeURL') ?? '';
    return CONFIRM_URL.test(url) ? { handshake: { topic, url } } : { unreadable: { code: 'bad-handshake' } };
  }
  if (type === 'UnsubscribeConfirmation') return 'nothing';
  if (type !== 'Notification') return undefined;
  const inner = objectIn(message);
  const said = (name: string) => firstText(own(inner, name));
  const trigger = own(inner, 'Trigger');
  return {
    alert: {
      title: said('AlarmName') ?? field('Subject') ?? message.split('\n', 1)[0],
      id: said('AlarmArn') ?? said('AlarmName'),
      status: said('NewStateValue'),
      description: said('AlarmDescription') ?? said('NewStateReason') ?? message,
      startsAt: said('StateChangeTime') ?? field('Timestamp'),
      ...(typeof trigger === 'object' && trigger !== null && { labels: own(trigger as Record<string, unknown>, 'Dimensions') }),
      ...inner,
    },
  };
}

/** The object that a text is in JSON; an empty one when it is none. */
function objectIn(text: string): Readonly<Record<string, unknown>> {
  if (!text.startsWith('{')) return {};
  const reading = readJson(new TextEncoder().encode(text), MESSAGE_BOUNDS);
  let step = reading.next();
  while (!step.done) step = reading.next();
  const { documents, problem } = step.value;
  const [document] = documents;
  return problem === undefined && typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
}
