import { cleanAlert } from '../../domain/alerts/clean.ts';
import { readGeneric } from '../../domain/alerts/read-generic.ts';
import { errorText } from '../../domain/errors.ts';
import type { TopicMessage } from '../../domain/ports.ts';
import type { NewAlertEvent } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { AlertInbox } from './alert-inbox.ts';
import { logRarely, type Rarely } from './log-rarely.ts';

const KEPT = 10_000;

/** Stores what came by a topic. A message that nobody can read is set aside, with the reason, and holds up no other. */
export function storeMessages(
  runtime: Pick<Runtime, 'clock' | 'log' | 'playbook'>,
  inbox: AlertInbox,
): (messages: readonly TopicMessage[]) => Promise<void> {
  const rarely = logRarely(runtime.clock);
  return async (messages) => {
    await inbox.take(messages.flatMap((message) => eventsOf(runtime, message, rarely)));
  };
}

function eventsOf(
  { clock, log, playbook }: Pick<Runtime, 'clock' | 'log' | 'playbook'>,
  { id, text }: TopicMessage,
  rarely: Rarely,
): NewAlertEvent[] {
  const receivedAt = clock.now();
  try {
    const alerts = readGeneric(playbook.alerts.generic, JSON.parse(text)).map(cleanAlert);
    return alerts.map((payload) => ({ source: 'kafka', receivedAt, payload }));
  } catch (error) {
    rarely((unsaid) => log.warn({ err: error, message: id, unsaid }, 'A message with an alert cannot be read; it is set aside.'));
    // Base64 takes whatever the bytes were.
    const payload = { id, base64: Buffer.from(text.slice(0, KEPT)).toString('base64') };
    return [{ source: 'kafka', receivedAt, payload, unreadable: `${id}: ${errorText(error)}`.replaceAll('\0', '') }];
  }
}
