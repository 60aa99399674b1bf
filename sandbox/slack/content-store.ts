import { Agent, request } from 'node:http';
import { createEmulator } from 'emulate';

/**
 * What the emulator (npm `emulate`) holds for us: conversations by name and topic, messages, threads, reactions, pins, bookmarks.
 *
 * It takes no clock and no ids from outside, so every conversation and message has two identities: ours, which callers see, and the
 * emulator's. Both are swapped at this border. To it every conversation is a public channel that the bot created: who may see
 * and write what is the front's business, because the emulator lets strangers post and ignores `force`.
 */
export class ContentStore {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly theirs = new Map<string, string>();
  private readonly ours = new Map<string, string>();
  private readonly emulator: { url: string; close(): Promise<void> };
  private readonly actor: string;
  private readonly beingMade = new Map<string, Promise<void>>();
  private calls = 0;

  private constructor(emulator: { url: string; close(): Promise<void> }, actor: string) {
    this.emulator = emulator;
    this.actor = actor;
  }

  static async start(botUserId: string, people: readonly string[]): Promise<ContentStore> {
    const tokens = [
      ...Array.from({ length: TOKENS_OF_BOT }, (_, index) => ({ token: tokenOf(botUserId, index), user_id: botUserId })),
      ...people.map((user) => ({ token: tokenOf(user, 0), user_id: user })),
    ];
    const emulator = await createEmulator({ service: 'slack', port: 0, hostname: '127.0.0.1', seed: { slack: { tokens } } });
    return new ContentStore(emulator, botUserId);
  }

  /** Makes the emulator's twin of a conversation of ours. */
  async addConversation(id: string): Promise<void> {
    // Named by our id: the emulator refuses names that Slack takes (Korean ones) and changes others.
    const made = this.call('conversations.create', { name: id.toLowerCase() }).then((reply) => {
      this.pair(id, (reply.channel as { id: string }).id);
      this.beingMade.delete(id);
    });
    this.beingMade.set(id, made);
    await made;
  }

  /**
   * Calls the emulator as the bot, or as a person; the reply carries our ids. `ts` is our timestamp for the message that this call makes.
   * The front has checked everything before, so a refusal here is a bug of the stand-in and throws.
   */
  async call(method: string, args: Record<string, unknown>, options: { as?: string; ts?: string } = {}): Promise<Record<string, unknown>> {
    // Another call may know of a conversation before its twin exists: two messages at once to the same person.
    await this.beingMade.get(String(args.channel ?? args.channel_id));
    const as = options.as ?? this.actor;
    const body = JSON.stringify(args, (key, value) =>
      SWAPPED.has(key) && typeof value === 'string' ? (this.theirs.get(value) ?? value) : value,
    );
    this.calls += 1;
    const token = tokenOf(as, as === this.actor ? Math.floor(this.calls / CALLS_PER_TOKEN) % TOKENS_OF_BOT : 0);
    const text = await this.post(method, body, token);
    const raw = JSON.parse(text) as { ok?: boolean; error?: string; ts?: string };
    if (raw.ok !== true) throw new Error(`emulate refused ${method}, which the front had let through: ${raw.error ?? text}`);
    if (options.ts && raw.ts) this.pair(options.ts, raw.ts);
    return JSON.parse(text, (_key, value) => (typeof value === 'string' ? (this.ours.get(value) ?? value) : value)) as Record<
      string,
      unknown
    >;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.emulator.close();
  }

  private pair(ours: string, theirs: string): void {
    this.theirs.set(ours, theirs);
    this.ours.set(theirs, ours);
  }

  private post(method: string, body: string, token: string): Promise<string> {
    return this.attempt(method, body, token).catch((error: Error & { reused?: boolean; code?: string }) => {
      // The emulator closed a kept connection just as we took it up again: it saw nothing of this call.
      if (error.reused && error.code === 'ECONNRESET') return this.attempt(method, body, token);
      throw error;
    });
  }

  private attempt(method: string, body: string, token: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
      const outgoing = request(`${this.emulator.url}/api/${method}`, { method: 'POST', agent: this.agent, headers }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.on('end', () => resolve(text));
        incoming.on('error', reject);
      });
      outgoing.on('error', (error) => reject(Object.assign(error, { reused: outgoing.reusedSocket })));
      outgoing.end(body);
    });
  }
}

/** Arguments that name a conversation or message; the emulator's cursors are timestamps. */
const SWAPPED = new Set(['channel', 'channel_id', 'ts', 'timestamp', 'message_ts', 'thread_ts', 'cursor']);

// The emulator refuses the 5000th call of a token within an hour, which a long demo would reach.
const CALLS_PER_TOKEN = 4_000;
const TOKENS_OF_BOT = 100;

function tokenOf(user: string, index: number): string {
  return `${user}-${index}`;
}
