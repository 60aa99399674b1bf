import { randomBytes } from 'node:crypto';
import type { Block, ClickInput, Delivery, MessageState, SendOptions, SubmitInput, ViewClickInput, ViewState } from './contract.ts';
import { chosenState, type Element, elementsOf, formState } from './form-state.ts';
import type { Journal } from './journal.ts';
import type { Permissions } from './manifest.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Outgoing, Sender } from './sender.ts';
import type { ViewDesk } from './view-desk.ts';
import type { Workspace } from './workspace.ts';

export interface ActorParts {
  workspace: Workspace;
  views: ViewDesk;
  responseUrls: ResponseUrls;
  sender: Sender;
  journal: Journal;
  command: string;
  permissions: Permissions;
  /** The origin of the stand-in, for response URLs. */
  origin: string;
}

/** People acting in the workspace: what they do becomes the payloads that Slack sends (https://docs.slack.dev/reference/interaction-payloads). */
export class Actor {
  private readonly parts: ActorParts;

  constructor(parts: ActorParts) {
    this.parts = parts;
  }

  async slash(by: string, words: string, where: { channel?: string; asSent?: boolean } & SendOptions = {}): Promise<Delivery> {
    const { workspace, views, command } = this.parts;
    const user = this.user(by);
    const channel = this.place(where.channel);
    const triggerId = views.newTrigger(user.id);
    const responseUrl = this.responseUrl({ user: user.id, channel: channel.id });
    const payload = {
      token: 'verification-token',
      team_id: workspace.teamId,
      team_domain: workspace.domain,
      channel_id: channel.id,
      channel_name: channel.name,
      user_id: user.id,
      user_name: user.name,
      command,
      text: where.asSent ? words : this.escaped(words),
      api_app_id: workspace.appId,
      ...(workspace.enterpriseId !== undefined && { enterprise_id: workspace.enterpriseId, enterprise_name: 'Organisation' }),
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: triggerId,
    };
    const raw = new URLSearchParams(payload).toString();
    const delivery = await this.send({ raw, contentType: FORM, payload, triggerId, responseUrl }, where);
    await this.showAnswer(delivery, user.id, channel.id);
    return delivery;
  }

  async click(input: ClickInput): Promise<Delivery> {
    const { workspace, views } = this.parts;
    const user = this.user(input.by);
    const ephemeral = workspace.ephemerals.find((it) => it.ts === input.ts && it.visibleTo === user.id);
    const conversation = workspace.conversations.get(input.channel);
    const message = ephemeral ?? conversation?.messages.get(input.ts);
    if (!message) throw new Error(`there is no message ${input.ts} in ${input.channel} that ${input.by} could see`);
    if (conversation && conversation.kind !== 'public' && !conversation.members.has(user.id))
      throw new Error(`${input.by} is not in ${input.channel}`);
    const { action, state } = this.action(message.blocks, input, workspace.lately(input.channel, input.ts));
    const place = this.place(input.channel);
    const triggerId = views.newTrigger(user.id);
    const responseUrl = this.responseUrl({ user: user.id, channel: input.channel, messageTs: input.ts });
    return this.interaction({
      type: 'block_actions',
      user,
      container: { type: 'message', message_ts: input.ts, channel_id: input.channel, is_ephemeral: ephemeral !== undefined },
      trigger_id: triggerId,
      channel: place,
      message: messageObject(message, workspace),
      state: { values: state },
      response_url: responseUrl,
      actions: [action],
    });
  }

  async clickInView(input: ViewClickInput): Promise<Delivery> {
    const { views } = this.parts;
    const user = this.user(input.by);
    const view = this.openView(input.viewId, user.id);
    const { action, state } = this.action(view.blocks, input);
    const triggerId = views.newTrigger(user.id, view.id);
    const container = { type: 'view', view_id: view.id };
    const object = { ...views.object(view), state: { values: state } };
    return this.interaction({ type: 'block_actions', user, container, trigger_id: triggerId, view: object, actions: [action] });
  }

  async submit(input: SubmitInput): Promise<Delivery> {
    const { views } = this.parts;
    const user = this.user(input.by);
    const view = this.openView(input.viewId, user.id);
    if (view.type !== 'modal' || !view.view.submit) throw new Error(`the view ${view.id} has no submit button`);
    const values = formState(view.blocks, input.values);
    const object = { ...views.object(view), state: { values } };
    const triggerId = views.newTrigger(user.id, view.id);
    const delivery = await this.interaction({ type: 'view_submission', user, trigger_id: triggerId, view: object, response_urls: [] });
    // When the app fails to answer, the modal stays and the person may try again.
    if (delivery.status === 200) views.answerSubmission(view, delivery.body as Record<string, unknown> | undefined);
    return delivery;
  }

  /** Closes a modal and those under it stay; the app hears of it only if it asked to (`notify_on_close`). */
  async closeView(input: { by: string; viewId: string }): Promise<Delivery | undefined> {
    const { views } = this.parts;
    const user = this.user(input.by);
    const view = this.openView(input.viewId, user.id);
    view.open = false;
    if (view.view.notify_on_close !== true) return undefined;
    return this.interaction({ type: 'view_closed', user, view: views.object(view), is_cleared: false });
  }

  shortcut(by: string, callbackId: string): Promise<Delivery> {
    const user = this.user(by);
    const action_ts = this.parts.workspace.newTs();
    return this.interaction({
      type: 'shortcut',
      user,
      callback_id: callbackId,
      action_ts,
      trigger_id: this.parts.views.newTrigger(user.id),
    });
  }

  /** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload#message_actions */
  messageShortcut({ by, callbackId, channel, ts }: { by: string; callbackId: string; channel: string; ts: string }): Promise<Delivery> {
    const { workspace, views } = this.parts;
    const user = this.user(by);
    const message = workspace.existing(channel).messages.get(ts);
    if (!message) throw new Error(`there is no message ${ts} in ${channel}`);
    return this.interaction({
      type: 'message_action',
      user,
      callback_id: callbackId,
      action_ts: workspace.newTs(),
      trigger_id: views.newTrigger(user.id),
      message_ts: ts,
      channel: this.place(channel),
      message: messageObject(message, workspace),
      response_url: this.responseUrl({ user: user.id, channel }),
    });
  }

  async event(type: string, fields: Record<string, unknown>, how: SendOptions): Promise<Delivery> {
    const { workspace, permissions } = this.parts;
    if (!permissions.events.has(type)) throw new Error(`the app's manifest does not subscribe to ${type}`);
    const payload = {
      token: 'verification-token',
      team_id: workspace.teamId,
      context_team_id: workspace.teamId,
      api_app_id: workspace.appId,
      event: { type, event_ts: workspace.newTs(), ...fields },
      type: 'event_callback',
      event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
      event_time: Math.floor(workspace.now() / 1_000),
      authorizations: [
        {
          enterprise_id: workspace.enterpriseId ?? null,
          team_id: workspace.teamId,
          user_id: workspace.bot.id,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    };
    return this.send({ raw: JSON.stringify(payload), contentType: JSON_TYPE, payload }, how);
  }

  verifyUrl(challenge: string): Promise<Delivery> {
    const payload = { token: 'verification-token', challenge, type: 'url_verification' };
    return this.send({ raw: JSON.stringify(payload), contentType: JSON_TYPE, payload });
  }

  redeliver(delivery: Delivery, how: SendOptions): Promise<Delivery> {
    return this.send(delivery, how);
  }

  private async interaction(fields: Record<string, unknown> & { trigger_id?: string; response_url?: string }): Promise<Delivery> {
    const { workspace } = this.parts;
    const organisation = workspace.enterpriseId;
    const payload = {
      ...fields,
      api_app_id: workspace.appId,
      token: 'verification-token',
      team: { id: workspace.teamId, domain: workspace.domain, ...(organisation && { enterprise_id: organisation }) },
      enterprise: organisation === undefined ? null : { id: organisation, name: 'Organisation' },
      is_enterprise_install: false,
    };
    const raw = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return this.send({ raw, contentType: FORM, payload, triggerId: fields.trigger_id ?? '', responseUrl: fields.response_url ?? '' });
  }

  private async send(outgoing: Outgoing, how?: SendOptions): Promise<Delivery> {
    const delivery = await this.parts.sender.send(outgoing, how);
    this.parts.journal.changed();
    return delivery;
  }

  /** The text an app puts into its acknowledgement is shown like a message to the response URL. */
  private async showAnswer(delivery: Delivery, user: string, channel: string): Promise<void> {
    const { body } = delivery;
    if (delivery.status !== 200 || body === undefined || body === '') return;
    await this.parts.responseUrls.show(
      { user, channel, messageTs: undefined },
      typeof body === 'string' ? { text: body } : (body as Record<string, unknown>),
    );
    this.parts.journal.changed();
  }

  private action(
    blocks: readonly Block[],
    input: ClickInput | ViewClickInput,
    before: readonly (readonly Block[])[] = [],
  ): { action: Record<string, unknown>; state: Record<string, unknown> } {
    const all = elementsOf(blocks);
    const fits = all.filter(
      ({ block, element }) =>
        element.action_id === input.actionId &&
        (input.blockId === undefined || block.block_id === input.blockId) &&
        (input.value === undefined || element.value === input.value),
    );
    const found = fits[0];
    // A button that was edited away in the moment of the press is pressed as it was seen; whoever names its block saw it.
    const [earlier, ...older] = input.blockId === undefined ? [] : before;
    if (!found && earlier) return this.action(earlier, input, older);
    if (!found)
      throw new Error(
        `there is no ${input.actionId} to click; there are ${all.map(({ element }) => element.action_id).join(', ') || 'no elements'}`,
      );
    const { block, element } = found;
    const chosen = input.selected === undefined ? clicked(element) : chosenState(element, input.selected);
    const state: Record<string, Record<string, unknown>> = {};
    for (const other of all) {
      if (other.element.type === 'button' || other.element.type === 'overflow') continue;
      const id = String(other.block.block_id);
      const now = other.element === element ? chosen : formState([{ ...other.block, optional: true }], {})[id]?.[other.element.action_id];
      state[id] = { ...state[id], [other.element.action_id]: now };
    }
    return {
      action: { ...chosen, action_id: element.action_id, block_id: block.block_id, action_ts: this.parts.workspace.newTs() },
      state,
    };
  }

  private openView(viewId: string, user: string): ViewState {
    const view = this.parts.views.find(viewId);
    if (!view?.open || view.user !== user) throw new Error(`${user} has no open view ${viewId}`);
    return view;
  }

  private user(by: string): { id: string; username: string; name: string; team_id: string } {
    const person = this.parts.workspace.person(by);
    if (!person) throw new Error(`nobody in the sandbox workspace is called ${by}`);
    return { id: person.id, username: person.name, name: person.name, team_id: person.teamId };
  }

  /** A channel as payloads name it; without one, `general`. */
  private place(channel: string | undefined): { id: string; name: string } {
    const { workspace } = this.parts;
    const conversation = channel === undefined ? workspace.named('general') : workspace.conversations.get(channel);
    if (!conversation) throw new Error(`there is no channel ${channel}`);
    return {
      id: conversation.id,
      name: conversation.kind === 'im' ? 'directmessage' : conversation.kind === 'private' ? 'privategroup' : conversation.name,
    };
  }

  private responseUrl(input: { user: string; channel: string; messageTs?: string }): string {
    return `${this.parts.origin}${this.parts.responseUrls.issue(input)}`;
  }

  /**
   * A command's words as Slack sends them to an app with `should_escape`: what was typed is escaped; `@name`, `#channel` and addresses
   * become markup.
   */
  private escaped(words: string): string {
    const typed = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return typed
      .replace(/(^|\s)@([\w.-]+)/g, (all, space: string, name: string) => {
        if (/^(channel|here|everyone)$/.test(name)) return `${space}<!${name}>`;
        const person = this.parts.workspace.person(name);
        return person ? `${space}<@${person.id}|${person.name}>` : all;
      })
      .replace(/(^|\s)#([\p{L}\p{N}_-]+)/gu, (all, space: string, name: string) => {
        const channel = /^\d+$/.test(name) ? undefined : this.parts.workspace.named(name);
        return channel ? `${space}<#${channel.id}|${channel.kind === 'public' ? name : ''}>` : all;
      })
      .replace(/(^|\s)(https?:\/\/[^\s]+)/g, (_all, space: string, address: string) => `${space}<${address}>`);
  }
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function clicked(element: Element): Record<string, unknown> {
  if (element.type !== 'button') throw new Error(`${element.action_id} is a ${element.type}: say what is selected`);
  const { type, text, value, style } = element;
  return { type, text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
}

function messageObject(message: MessageState, workspace: Workspace): Record<string, unknown> {
  const { visibleTo: _visibleTo, pings: _pings, channel: _channel, ...rest } = message;
  return { type: 'message', ...rest, bot_id: workspace.botId, app_id: workspace.appId, team: workspace.teamId };
}
