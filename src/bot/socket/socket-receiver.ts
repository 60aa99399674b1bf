import { type App, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { backoffMs } from '../../workflows/runtime/backoff.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { type SlackRefusal, understood } from '../slack-body.ts';
import type { Envelope } from './socket-connection.ts';
import { SOCKET_TIMINGS, SocketKeeper, type SocketState, type SocketTimings } from './socket-keeper.ts';

export interface SocketReceiverOptions {
  runtime: Pick<Runtime, 'chat' | 'log' | 'random'>;
  /** Hears of what nobody can understand. */
  refused: (reason: SlackRefusal) => void;
  /** See SocketKeeperOptions. */
  openSocket: () => Promise<string>;
  timings?: Partial<SocketTimings>;
}

/** An event comes again within minutes or not at all. */
const REMEMBERED_EVENTS = 1_000;

/**
 * Bolt over Socket Mode: what comes on our connections goes to the same listeners as over HTTP, and their answers go into the acknowledgement. Doubles
 * of commands, clicks and forms are recognised by their rows (`trigger_id`, view id), those of events here, by `event_id`.
 */
export class SocketReceiver implements Receiver {
  private readonly runtime: SocketReceiverOptions['runtime'];
  private readonly refused: SocketReceiverOptions['refused'];
  private readonly keeper: SocketKeeper;
  private readonly events = new Set<string>();
  private app: App | undefined;

  constructor({ runtime, refused, openSocket, timings }: SocketReceiverOptions) {
    this.runtime = runtime;
    this.refused = refused;
    this.keeper = new SocketKeeper({
      openSocket,
      take: (envelope) => this.take(envelope),
      timings: { ...SOCKET_TIMINGS, pauseMs: (failures) => backoffMs(failures, runtime.random), ...timings },
      log: runtime.log,
    });
  }

  init(app: App): void {
    this.app = app;
  }

  /** Begins to connect; does not wait for Slack, without which everything else still works. */
  async start(): Promise<void> {
    this.keeper.start();
  }

  /** See SocketKeeper. */
  async stop(): Promise<void> {
    await this.keeper.stop();
  }

  state(): SocketState {
    return this.keeper.state();
  }

  private async take({ type, payload: sent, retryNum, retryReason, acknowledge }: Envelope): Promise<void> {
    const { log } = this.runtime;
    const known = understood(sent);
    if ('refusal' in known) {
      this.refused(known.refusal);
      // Sent again it would be no better.
      return void (await acknowledge());
    }
    const { body: payload } = known;
    if (this.isKnownEvent(payload)) return void (await acknowledge());
    let acknowledged = false;
    const ack = async (answer?: string | object): Promise<void> => {
      if (acknowledged) throw new ReceiverMultipleAckError();
      acknowledged = true;
      const body = typeof answer === 'string' ? { text: answer } : answer;
      if (!(await acknowledge(body))) await this.answerOtherwise(payload, body);
    };
    const retry = { ...(retryNum !== undefined && { retryNum }), ...(retryReason !== undefined && { retryReason }) };
    try {
      await this.app?.processEvent({ body: payload, ack, ...retry });
    } catch (error) {
      log.error({ err: error, type }, 'What came from Slack broke before a listener had it.');
    }
    if (!acknowledged) log.warn({ type, command: payload.command }, 'Nobody here answers this; Slack says so to whoever waits.');
  }

  private isKnownEvent({ event_id: id }: Record<string, unknown>): boolean {
    if (typeof id !== 'string') return false;
    if (this.events.has(id)) return true;
    const [oldest] = this.events;
    if (this.events.size >= REMEMBERED_EVENTS && oldest !== undefined) this.events.delete(oldest);
    this.events.add(id);
    return false;
  }

  /** The connection went while the work was done: Slack has said that it failed, so whoever asked hears otherwise by another way. */
  private async answerOtherwise(payload: Record<string, unknown>, answer: object | undefined): Promise<void> {
    const { chat, log } = this.runtime;
    const { response_url: responseUrl } = payload;
    const message = messageIn(answer);
    if (typeof responseUrl !== 'string' || !message)
      return log.warn({ type: payload.type }, 'A connection went before an answer could go out on it.');
    await chat
      .respond({ responseUrl, message })
      .catch((error: unknown) => log.warn({ err: error }, 'A connection went, and whoever waits could not be told another way.'));
  }
}

function messageIn(answer: object | undefined): ChatMessage | undefined {
  const { text, blocks } = (answer ?? {}) as Partial<ChatMessage>;
  if (typeof text !== 'string') return undefined;
  return blocks === undefined ? { text } : { text, blocks };
}
