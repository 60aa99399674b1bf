import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../domain/ports.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { listenToHome } from './app-home.ts';
import { listenToClicks } from './clicks.ts';
import { listenToCommand } from './command.ts';
import { listenToForms } from './forms.ts';
import type { SocketState, SocketTimings } from './socket-keeper.ts';
import { SocketReceiver } from './socket-receiver.ts';

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
 * Bolt, over HTTP or Socket Mode: the same listeners. Over HTTP the signature is checked and requests older than five minutes are refused by Bolt's
 * receiver (https://docs.slack.dev/authentication/verifying-requests-from-slack); a connection of Socket Mode is ours to begin with.
 */
export async function createSlackDoor({ runtime, way, botToken, command }: SlackDoorOptions): Promise<SlackDoor> {
  const logger = boltLogger(runtime.log);
  const receiver =
    way.mode === 'socket'
      ? new SocketReceiver({ runtime, ...way })
      : new HTTPReceiver({ signingSecret: way.signingSecret, endpoints: SLACK_PATH, logger });
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
  app.error(async (error) => runtime.log.error({ err: error }, 'A Slack listener broke.'));
  return {
    ...(receiver instanceof SocketReceiver
      ? {
          listener: undefined,
          open: () => receiver.start(),
          close: () => receiver.stop(),
          state: () => ({ mode: 'socket' as const, ...receiver.state() }),
        }
      : { listener: receiver.requestListener, open: async () => {}, close: async () => {}, state: () => ({ mode: 'http' as const }) }),
    busy: () => working.size > 0,
    async idle() {
      while (working.size > 0) await Promise.allSettled(working);
    },
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
