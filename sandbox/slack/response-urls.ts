import { randomBytes } from 'node:crypto';
import type { ContentStore } from './content-store.ts';
import type { Block } from './contract.ts';
import { flag, text } from './method.ts';
import { messageFields, post } from './methods/chat.ts';
import { SlackError } from './slack-error.ts';
import { messageState, type Workspace } from './workspace.ts';

const LIFE_MS = 30 * 60_000;
const USES = 5;
const TEXT_LIMIT = 40_000;

interface Issued {
  user: string;
  channel: string;
  /** The message that was clicked; none for a slash command. */
  messageTs: string | undefined;
  at: number;
  uses: number;
}

/** Response URLs (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses): five uses within thirty minutes. */
export class ResponseUrls {
  private readonly workspace: Workspace;
  private readonly store: ContentStore;
  private readonly issued = new Map<string, Issued>();

  constructor(workspace: Workspace, store: ContentStore) {
    this.workspace = workspace;
    this.store = store;
  }

  /** The path of a new one. */
  issue(input: { user: string; channel: string; messageTs?: string }): string {
    const kind = input.messageTs ? 'actions' : 'commands';
    const path = `/${kind}/${this.workspace.teamId}/${randomBytes(12).toString('hex')}`;
    this.issued.set(path, {
      user: input.user,
      channel: input.channel,
      messageTs: input.messageTs,
      at: this.workspace.elapsedMs(),
      uses: 0,
    });
    return path;
  }

  /** Whether this path was ever given out. */
  known(path: string): boolean {
    return this.issued.has(path);
  }

  /** Takes what an app sent; throws a SlackError in Slack's word. */
  async take(path: string, body: Record<string, unknown>): Promise<void> {
    const issued = this.issued.get(path);
    if (!issued) throw new SlackError('invalid_url');
    if (this.workspace.elapsedMs() - issued.at > LIFE_MS) throw new SlackError('expired_url');
    if (issued.uses >= USES) throw new SlackError('used_url');
    issued.uses += 1;
    await this.show(issued, body);
  }

  /** Shows a message to one person, or to the channel when `response_type` says so. A slash command's own answer comes this way too. */
  async show(target: Pick<Issued, 'user' | 'channel' | 'messageTs'>, body: Record<string, unknown>): Promise<void> {
    const { workspace } = this;
    const original = target.messageTs;
    if (flag(body.delete_original)) {
      if (original) await this.remove(target.channel, original);
      return;
    }
    const fields = messageFields(body, TEXT_LIMIT, workspace.files);
    if (original && flag(body.replace_original)) return this.replace(target, original, fields);
    const conversation = workspace.conversations.get(target.channel);
    if (text(body.response_type) === 'in_channel' && conversation) {
      if (conversation.archived) throw new SlackError('is_archived');
      await post(conversation, fields, { workspace, store: this.store }, { threadTs: text(body.thread_ts) });
      return;
    }
    const state = messageState(target.channel, { ...fields, ts: workspace.newTs(), user: workspace.bot.id });
    workspace.ephemerals.push({ ...state, visibleTo: target.user });
  }

  private async replace(target: Pick<Issued, 'user' | 'channel'>, ts: string, fields: { text?: string; blocks?: Block[] }): Promise<void> {
    const { workspace } = this;
    const ephemeral = workspace.ephemerals.find((message) => message.ts === ts);
    if (ephemeral) {
      Object.assign(ephemeral, messageState(target.channel, { ...fields, ts, user: workspace.bot.id }));
      return;
    }
    const reply = await this.store.call('chat.update', { channel: target.channel, ts, ...fields });
    workspace.note(target.channel, { ...(reply.message as object), user: workspace.bot.id });
  }

  private async remove(channel: string, ts: string): Promise<void> {
    const { ephemerals, conversations } = this.workspace;
    const index = ephemerals.findIndex((message) => message.ts === ts);
    if (index >= 0) ephemerals.splice(index, 1);
    else if (conversations.get(channel)?.messages.delete(ts)) await this.store.call('chat.delete', { channel, ts });
  }
}
