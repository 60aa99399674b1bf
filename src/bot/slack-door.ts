import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../domain/ports.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import { listenToHome } from './app-home.ts';
import { listenToClicks } from './clicks.ts';
import { listenToCommand } from './command.ts';
import { listenToForms } from './forms.ts';

export interface SlackDoorOptions {
  runtime: Runtime;
  signingSecret: string;
  botToken: string;
  /** With the slash in front. */
  command: string;
}

export interface SlackDoor {
  /** Takes what Slack sends to /slack/events: commands, clicks, forms and events. */
  listener: RequestListener;
  /** Something that was taken in is still being worked on: clicks are acknowledged before their work. */
  busy(): boolean;
  /** Resolves when it is not busy. */
  idle(): Promise<void>;
}

/** The path at which Slack reaches us. */
export const SLACK_PATH = '/slack/events';

/**
 * Bolt over HTTP. The signature is checked and requests older than five minutes are refused by Bolt's receiver
 * (https://docs.slack.dev/authentication/verifying-requests-from-slack).
 */
export async function createSlackDoor({ runtime, signingSecret, botToken, command }: SlackDoorOptions): Promise<SlackDoor> {
  const logger = boltLogger(runtime.log);
  const receiver = new HTTPReceiver({ signingSecret, endpoints: SLACK_PATH, logger });
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
    listener: receiver.requestListener,
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
