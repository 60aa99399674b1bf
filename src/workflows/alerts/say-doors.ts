import { createHash } from 'node:crypto';
import { bare } from '../../domain/alerts/severity-words.ts';
import type { Handshake } from '../../domain/alerts/sns.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Stores } from '../../storage/index.ts';
import { send } from '../messages/chat-message.ts';
import { presentInStatus } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Once for each address: somebody wants to send alerts, and a person says yes. */
export async function sayHandshake(runtime: Runtime, handshake: Handshake): Promise<void> {
  runtime.log.info(handshake, 'Amazon SNS wants to send alerts: whoever expects it opens the address.');
  await sayInStatus(
    runtime,
    runtime.storage,
    `alerts-handshake:${digest(handshake.url)}`,
    presentInStatus(runtime).handshakeNotice(handshake),
  );
}

/** Tells people once of each word for severity that nobody knows. `asked` remembers words of this process, so that the database is asked once as well. */
export async function sayUnknownWords(
  runtime: Runtime,
  stores: Stores,
  asked: Set<string>,
  found: readonly { word: string; source: string }[],
): Promise<void> {
  const words = new Map(found.map(({ word, source }) => [bare(word), { word, source }]));
  const news = [...words].filter(([key]) => !asked.has(key));
  if (news.length === 0) return;
  const fresh = new Set(
    await stores.alertWords.fresh(
      news.map(([word, { source }]) => ({ word, source })),
      runtime.clock.now(),
    ),
  );
  // Not before it is written down: what is undone is asked again.
  runtime.storage.afterCommit(() => {
    if (asked.size < ASKED_MAX) for (const [key] of news) asked.add(key);
  });
  const untold = news.filter(([key]) => fresh.has(key));
  if (untold.length === 0) return;
  const { severity } = runtime.playbook.alerts;
  const message = presentInStatus(runtime).unknownWordsNotice({ words: untold.map(([, word]) => word), severity: severity.default });
  await sayInStatus(runtime, stores, `alerts-words:${digest(untold.map(([key]) => key).join('\n'))}`, message);
}

const ASKED_MAX = 1_000;

async function sayInStatus(runtime: Runtime, stores: Stores, key: string, message: ChatMessage): Promise<void> {
  const destination = { to: 'channel' as const, channel: runtime.playbook.team.channels.status };
  await send(runtime, stores, { key, incidentId: null, lane: 'update', destination, message });
  runtime.waker.wake('outbox', runtime.clock.now());
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
