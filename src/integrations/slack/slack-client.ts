import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import type { z } from 'zod';
import { type PermanentError, refusalOf, TransientError } from '../../domain/errors.ts';
import type { ChatWatch, Lane } from '../../domain/ports/chat.ts';
import type { Log } from '../../domain/ports/log.ts';
import { assertLease } from '../../domain/process/lease.ts';
import { worded } from '../../languages/worded.ts';
import { connectionError } from '../http.ts';
import { budgetsOf } from './budgets.ts';
import { createLimiter, type Limiter, type LimiterOptions } from './limiter.ts';
import { slackError } from './slack-errors.ts';

export interface SlackClientOptions {
  /** Bot token (xoxb-). */
  token: string;
  /** `https://slack.com/api/`. */
  apiUrl: string;
  /** Milliseconds per call, once it is its turn. */
  timeoutMs: number;
  log: Log;
  limits?: LimiterOptions;
  /** Hears what we may do and what not. */
  watch?: ChatWatch;
}

/** What finds out whether a place is back. */
const LOOKS = new Set(['conversations.info', 'conversations.join']);

export interface SlackClient {
  /** One call of the Web API in its lane; resolves with what `schema` picks. Rejects with TransientError or PermanentError, see slackError. */
  call<T>(lane: Lane, method: string, args: Record<string, unknown>, schema: z.ZodType<T>): Promise<T>;
  waiting: Limiter['waiting'];
}

/** The SDK with everything switched off that would wait or retry by itself: the lanes in front and the durable steps behind decide that. */
export function createSlackClient({ token, apiUrl, timeoutMs, log, limits, watch }: SlackClientOptions): SlackClient {
  const web = new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    // The SDK's own queue would hold a page behind cosmetics.
    maxRequestConcurrency: 1_000,
    allowAbsoluteUrls: false,
    // The SDK wraps what fetch throws and may lose its name; ours says at once whether it was a timeout.
    fetch: (url, init) =>
      fetch(url, init).catch((error) => {
        throw connectionError('Slack', error, timeoutMs);
      }),
    logger: quiet(log),
  });
  const limiter = createLimiter(limits);

  async function send(method: string, args: Record<string, unknown>): Promise<unknown> {
    // Asked when it is its turn: it may have waited for Slack's pace.
    assertLease();
    try {
      const reply = await web.apiCall(method, args);
      watch?.worked(method);
      return reply;
    } catch (error) {
      const failed = slackError({ method, place: placeIn(args) }, error, timeoutMs);
      if (refusalOf(failed)?.refused.about === 'us') watch?.refused(failed as PermanentError);
      throw failed;
    }
  }

  return {
    async call(lane, method, args, schema) {
      const place = placeIn(args);
      const gone = place === undefined || LOOKS.has(method) ? undefined : watch?.goneAs(place, method);
      if (gone) throw gone;
      const reply = await limiter.run(lane, budgetsOf(method, args), () => send(method, args));
      const parsed = schema.safeParse(reply);
      if (!parsed.success)
        throw new TransientError(
          'bad_answer',
          worded(({ messengers }) =>
            messengers.slackAnsweredWithout(
              method,
              parsed.error.issues.map((i) => i.path.join('.')),
            ),
          ),
        );
      return parsed.data;
    },
    waiting: () => limiter.waiting(),
  };
}

/** The conversation that a call names; bookmarks name it in their own way. */
function placeIn({ channel, channel_id: other }: Record<string, unknown>): string | undefined {
  const named = channel ?? other;
  return typeof named === 'string' ? named : undefined;
}

/** What the SDK has to say is either in the errors already or a warning about how it is used. */
function quiet(log: Log): Logger {
  const say = (...parts: unknown[]): void => log.debug({ from: 'slack-sdk' }, parts.map(String).join(' '));
  return { debug: () => {}, info: say, warn: say, error: say, setLevel: () => {}, getLevel: () => LogLevel.WARN, setName: () => {} };
}
