import type { Lane } from '../../../src/domain/ports/chat.ts';
import type { NewOutboxRow } from '../../../src/storage/index.ts';
import { type Destination, outboxRow } from '../../../src/workflows/messages/chat-message.ts';

/** The row of a short message for the outbox. */
export function messageRow(
  key: string,
  lane: Lane,
  more: { incidentId?: number; destination?: Destination; text?: string } = {},
): NewOutboxRow {
  const { incidentId = null, destination = { to: 'channel', channel: 'C1' }, text = key } = more;
  return outboxRow({ key, incidentId, lane, destination, message: { text } });
}
