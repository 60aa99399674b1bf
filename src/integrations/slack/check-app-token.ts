import { z } from 'zod';
import { OperatorError, PermanentError } from '../../domain/errors.ts';
import { createSlackClient, type SlackClientOptions } from './slack-client.ts';

const ticket = z.object({ url: z.string() });

/**
 * Whether Socket Mode would let this app-level token (xapp-) in: asks for an address to connect to, and connects to nothing
 * (https://docs.slack.dev/reference/methods/apps.connections.open). Rejects with UserError that says what to do.
 */
export async function checkAppToken(options: SlackClientOptions): Promise<void> {
  try {
    await createSlackClient(options).call('ack', 'apps.connections.open', {}, ticket);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    throw new OperatorError(
      'app_token',
      `Slack does not take the app-level token (${error.code}): Basic Information → App-Level Tokens, with the scope connections:write; Socket Mode must be on.`,
      { cause: error },
    );
  }
}
