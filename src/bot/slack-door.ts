import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../domain/ports/log.ts';
import { makeWellFormed } from '../domain/text/well-formed.ts';
import type { Clock } from '../domain/time/clock.ts';
import { logRarely, type Rarely } from '../workflows/runtime/log-rarely.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { listenToClicks } from './actions/clicks.ts';
import { listenToForms } from './actions/forms.ts';
import { listenToHome } from './app-home.ts';
import { listenToCommand } from './command.ts';
import { listenToPlaces } from './place-events.ts';
import { signedRequests } from './signed-requests.ts';
import type { SlackRefusal } from './slack-body.ts';
import type { SocketState, SocketTimings } from './socket/socket-keeper.ts';
import { SocketReceiver } from './socket/socket-receiver.ts';
import { listenToTimeline } from './timeline-events.ts';

/** How Slack reaches us: it posts to our address, or delivers on connections that we open (Socket Mode). */
export type SlackWay =
  | { mode: 'http'; signingSecret: string }
  /** `openSocket` asks for the address of a connection; see SocketKeeperOptions. */
  | { mode: 'socket'; openSocket: () => Promise<string>; timings?: Partial<SocketTimings> };

export type SlackDoorState = { mode: 'http' } | ({ mode: 'socket' } & SocketState);

export interface SlackDoorOptions {
  runtime: Runtime;
  way: SlackWay;
  botToken: string;
  /** With the slash in front. */
  command: string;
  /** The time by which Slack signs; `runtime.clock` may be that of a test. */
  worldClock: Clock;
}

export interface SlackDoor {
  /** Takes what Slack sends to /slack/events: commands, clicks, forms and events. None in Socket Mode. */
  listener: RequestListener | undefined;
  /** Begins to connect in Socket Mode; nothing to do over HTTP. */
  open(): Promise<void>;
  /** In Socket Mode takes nothing more in, and resolves when what was taken is acknowledged; over HTTP the server does that. */
  close(): Promise<void>;
  state(): SlackDoorState;
  /** Something that was taken in is still being worked on: clicks are acknowledged before their work. */
  busy(): boolean;
  /** Resolves when it is not busy. */
  idle(): Promise<void>;
}

/** The path at which Slack reaches us. */
export const SLACK_PATH = '/slack/events';

/**
 * Bolt, over HTTP or Socket Mode: the same listeners. Over HTTP nothing comes as far as Bolt that Slack has not signed, or that cannot be understood
 * (`signedRequests`); a connection of Socket Mode is ours to begin with.
 */
export async function createSlackDoor({ runtime, way, botToken, command, worldClock }: SlackDoorOptions): Promise<SlackDoor> {
  const logger = boltLogger(runtime.log);
  const refused = refusalsOf(runtime);
  const receiver =
    way.mode === 'socket'
      ? new SocketReceiver({ runtime, refused, ...way })
      : // What it gets was looked at already, by a clock that does not jump.
        new HTTPReceiver({ signingSecret: way.signingSecret, signatureVerification: false, endpoints: SLACK_PATH, logger });
  const app = new App({
    receiver,
    logger,
    // Bolt would wait for auth.test before every listener; while Slack hangs, commands would get 404. We never use its client.
    authorize: async () => ({ botToken }),
    tokenVerificationEnabled: false,
    ignoreSelf: false,
    deferInitialization: true,
  });
  await app.init();
  const working = new Set<Promise<void>>();
  // What people typed comes in here and nowhere else: commands, forms, clicks.
  app.use(async ({ body, next }) => {
    makeWellFormed(body);
    await next();
  });
  // Around all listeners: `next` returns when they have ended, long after the acknowledgement.
  app.use(async ({ next }) => {
    const work = next().finally(() => working.delete(work));
    working.add(work);
    await work;
  });
  listenToCommand(app, runtime, command);
  listenToClicks(app, runtime);
  listenToForms(app, runtime);
  listenToHome(app, runtime);
  listenToPlaces(app, runtime);
  listenToTimeline(app, runtime);
  app.error(async (error) => runtime.log.error({ err: error }, 'A Slack listener broke.'));
  return {
    ...(receiver instanceof SocketReceiver
      ? {
          listener: undefined,
          open: () => receiver.start(),
          close: () => receiver.stop(),
          state: () => ({ mode: 'socket' as const, ...receiver.state() }),
        }
      : {
          listener:
            way.mode === 'http' ? signedRequests({ ...way, clock: worldClock, listener: receiver.requestListener, refused }) : undefined,
          open: async () => {},
          close: async () => {},
          state: () => ({ mode: 'http' as const }),
        }),
    busy: () => working.size > 0,
    async idle() {
      while (working.size > 0) await Promise.allSettled(working);
    },
  };
}

/** Counts what is not taken, and says so in the log, each reason once a minute. */
function refusalsOf({ counters, log, clock }: Runtime): (reason: SlackRefusal) => void {
  const rarely = new Map<SlackRefusal, Rarely>();
  return (reason) => {
    counters.count('slack_requests_refused', { reason });
    const say = rarely.get(reason) ?? logRarely(clock);
    rarely.set(reason, say);
    say((unsaid) => log.warn({ reason, unsaid }, 'A request that claims to come from Slack was refused.'));
  };
}

/** Bolt's log, on ours. What it says at info is noise. */
function boltLogger(log: Log): Logger {
  const say =
    (level: 'debug' | 'warn' | 'error') =>
    (first: unknown, ...rest: unknown[]) => {
      const message = [first, ...rest].map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
      log[level]({ from: 'bolt' }, message);
    };
  return {
    debug: () => {},
    info: say('debug'),
    warn: say('warn'),
    error: say('error'),
    getLevel: () => LogLevel.INFO,
    setLevel: () => {},
    setName: () => {},
  };
}
