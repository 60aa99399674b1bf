import type { Log } from '../../domain/ports/log.ts';
import * as replies from './replies.ts';
import { createSlackClient } from './slack-client.ts';

export interface SocketAddressOptions {
  /** App-level token (xapp-) with connections:write. */
  appToken: string;
  /** `https://slack.com/api/`. */
  apiUrl: string;
  /** Milliseconds per call. */
  timeoutMs: number;
  log: Log;
}

/**
 * Asks Slack where the next connection of Socket Mode goes (https://docs.slack.dev/reference/methods/apps.connections.open). The client is one of its own:
 * another token, and no retries, which whoever keeps the connections decides about. Asking opens nothing yet. Each call rejects as `slackError` says.
 */
export function createSocketAddresses({ appToken, ...options }: SocketAddressOptions): () => Promise<string> {
  const client = createSlackClient({ token: appToken, ...options });
  return async () => (await client.call('ack', 'apps.connections.open', {}, replies.socketAddress)).url;
}
