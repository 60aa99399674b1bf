import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { type SlackOptions, type SlackStandIn, startSlack } from '../../../sandbox/slack/index.ts';

export const SIGNING_SECRET = 'signing-secret-of-the-contract';
/** An app that asks for more than Bongsu does, so that more of Slack can be held to its word. */
export const LARGER_APP = 'test/contracts/slack/slack-larger-app.yml';
export const BOT_TOKEN = 'xoxb-contract';

export interface Answer {
  ok: boolean;
  error?: string;
  [field: string]: unknown;
}

export interface Contract {
  slack: SlackStandIn;
  client: WebClient;
  /** A call through the real client; a refusal by Slack is an answer, anything else rejects. */
  call(method: string, args?: Record<string, unknown>): Promise<Answer>;
  /** The same, and it must succeed. */
  must(method: string, args?: Record<string, unknown>): Promise<Answer>;
}

/** The stand-in with the people that the contract needs, and the real client of Slack in front of it. */
export async function contract(options: Partial<SlackOptions> = {}): Promise<Contract> {
  const slack = await startSlack({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    rateLimits: false,
    users: [
      { name: 'ana', realName: 'Ana', email: 'ana@example.com' },
      { name: 'ben', realName: 'Ben' },
      { name: 'gone', realName: 'Gone', deactivated: true },
      { name: 'guest', realName: 'Guest', guest: 'several-channels' },
    ],
    channels: [
      { name: 'incidents', members: ['ana', 'ben'], botIsMember: true },
      { name: 'elsewhere', members: ['ana'] },
      { name: 'secret', members: ['ana'], private: true },
    ],
    ...options,
  });
  const client = new WebClient(BOT_TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
    timeout: 5_000,
  });
  const call = async (method: string, args: Record<string, unknown> = {}): Promise<Answer> => {
    try {
      return (await client.apiCall(method, args)) as Answer;
    } catch (error) {
      const { data } = error as { data?: Answer };
      if (data?.error === undefined) throw error;
      return data;
    }
  };
  const must = async (method: string, args: Record<string, unknown> = {}): Promise<Answer> => {
    const answer = await call(method, args);
    if (!answer.ok) throw new Error(`${method}: ${answer.error}`);
    return answer;
  };
  return { slack, client, call, must };
}

/** The client logs every refusal; here they are what is wanted. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
