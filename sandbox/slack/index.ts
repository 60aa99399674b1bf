import { fileURLToPath } from 'node:url';
import { Actor } from './actor.ts';
import { pinHeard, reactHeard } from './chosen-messages.ts';
import { ContentStore } from './content-store.ts';
import type { ChannelOption, MessageState, SlackOptions, SlackStandIn } from './contract.ts';
import { Front } from './front.ts';
import { Journal } from './journal.ts';
import { type Permissions, readManifest } from './manifest.ts';
import { post } from './methods/chat.ts';
import { ResponseUrls } from './response-urls.ts';
import { PATIENCE_MS, Sender } from './sender.ts';
import { Sockets } from './sockets.ts';
import { toggleReaction } from './toggle-reaction.ts';
import { ViewDesk } from './view-desk.ts';
import { channelState, Workspace } from './workspace.ts';

export type * from './contract.ts';

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

/**
 * A Slack of our own on 127.0.0.1, as strict as the real one: the Web API, and people who type commands, click and submit.
 * There is always a channel `general`. Close it when done; nothing outlives it.
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const now = options.now ?? Date.now;
  const { patienceMs = PATIENCE_MS } = options;
  const workspace = new Workspace(options.users ?? [], now, {
    ...(options.fileProcessingMs !== undefined && { fileProcessingMs: options.fileProcessingMs }),
    ...(options.elapsedMs && { elapsedMs: options.elapsedMs }),
  });
  workspace.enterpriseId = options.enterpriseId;
  const people = [...workspace.people.values()].filter((person) => !person.isBot);
  const store = await ContentStore.start(
    workspace.bot.id,
    people.map((person) => person.id),
  );
  const permissions = permissionsOf(options);
  const journal = new Journal();
  const views = new ViewDesk(workspace, patienceMs);
  const responseUrls = new ResponseUrls(workspace, store);
  const sockets = new Sockets({
    appId: workspace.appId,
    origin: () => front.origin,
    faults: () => front.faults,
    changed: () => journal.changed(),
    patienceMs,
  });
  const front: Front = new Front({
    context: {
      workspace,
      store,
      views,
      sockets,
      permissions,
      restrictChannelCreation: options.restrictChannelCreation ?? false,
      origin: () => front.origin,
    },
    responseUrls,
    journal,
    botToken: options.botToken,
    appToken: options.appToken,
    appScopes: options.appScopes ?? ['connections:write'],
    rateLimits: options.rateLimits ?? true,
  });
  const origin = await front.listen(options.port ?? 0);
  const delivery = options.delivery ?? 'http';
  const sender = new Sender({
    appUrl: options.appUrl ?? '',
    signingSecret: options.signingSecret,
    now: Date.now,
    sockets: delivery === 'socket' ? sockets : undefined,
    patienceMs,
  });
  const actor = new Actor({
    workspace,
    views,
    responseUrls,
    sender,
    journal,
    command: options.command ?? '/incident',
    origin,
    permissions,
  });

  const addChannel = async (channel: ChannelOption & { by?: string }): Promise<string> => {
    const members = (channel.members ?? []).map((member) => workspace.personId(member));
    if (channel.by) members.unshift(workspace.personId(channel.by));
    if (channel.botIsMember) members.push(workspace.bot.id);
    const id = channel.id ?? workspace.newId('C');
    const creator = members[0] ?? ADMIN;
    workspace.addConversation({ id, name: channel.name, kind: channel.private ? 'private' : 'public', creator, members });
    await store.addConversation(id);
    return id;
  };
  const channels = options.channels ?? [];
  const general = channels.some((channel) => channel.name === 'general')
    ? []
    : [{ name: 'general', members: people.map((person) => person.id) }];
  const channelIds: Record<string, string> = {};
  for (const channel of [...channels, ...general]) channelIds[channel.name] = await addChannel(channel);
  for (const [handle, members] of Object.entries(options.userGroups ?? {})) {
    // A handle that is an id already is one, so that a playbook can name the group.
    const id = /^S[A-Z0-9]+$/.test(handle) ? handle : workspace.newId('S');
    workspace.userGroups.set(id, { id, handle, users: members.map((member) => workspace.personId(member)) });
  }

  const slack: SlackStandIn = {
    url: `${origin}/api/`,
    origin,
    botUserId: workspace.bot.id,
    botId: workspace.botId,
    appId: workspace.appId,
    teamId: workspace.teamId,
    users: Object.fromEntries(people.map((person) => [person.name, person.id])),
    channelIds,
    faults: front.faults,
    calls: journal.calls,
    responses: journal.responses,
    delivery,
    sockets,
    undelivered: (act) => sender.withholding(act),
    setAppUrl: (url) => {
      sender.appUrl = url;
    },
    onCall: (listener) => journal.onCall(listener),
    until: (predicate, timeoutMs) => journal.until(slack, predicate, timeoutMs),
    slash: (by, text, where) => actor.slash(by, text, where),
    click: (input) => actor.click(input),
    clickInView: (input) => actor.clickInView(input),
    submit: (input) => actor.submit(input),
    closeView: (input) => actor.closeView(input),
    shortcut: (by, callbackId) => actor.shortcut(by, callbackId),
    messageShortcut: (input) => actor.messageShortcut(input),
    reactHeard: (input) => reactHeard(workspace, actor, input),
    pinHeard: (input) => pinHeard(workspace, actor, input),
    event: (type, fields = {}, how = {}) => actor.event(type, fields, how),
    verifyUrl: (challenge) => actor.verifyUrl(challenge),
    redeliver: (delivery, how = {}) => actor.redeliver(delivery, how),
    say: async (by, channel, text, threadTs): Promise<MessageState> => {
      const conversation = workspace.existing(channel);
      const { raw: _raw, ...message } = await post(
        conversation,
        { text },
        { workspace, store },
        { as: workspace.personId(by), ...(threadTs ? { threadTs } : {}) },
      );
      return message;
    },
    react: (by, channel, ts, emoji) => toggleReaction(workspace.existing(channel), { ts, emoji, user: workspace.personId(by) }),
    reactionsTo: (channel, ts) =>
      [...(workspace.conversations.get(channel)?.peopleReacted.get(ts) ?? [])].map(([emoji, users]) => ({ emoji, users: [...users] })),
    addChannel,
    archive: (channel) => {
      workspace.existing(channel).archived = true;
    },
    unarchive: (channel, { appStays = false } = {}) => {
      const conversation = workspace.existing(channel);
      conversation.archived = false;
      if (!appStays) conversation.members.delete(workspace.bot.id);
    },
    letIn: (channel) => {
      workspace.existing(channel).members.add(workspace.bot.id);
    },
    deleteChannel: (channel) => {
      workspace.existing(channel);
      workspace.conversations.delete(channel);
    },
    makePrivate: (channel) => {
      workspace.existing(channel).kind = 'private';
    },
    shareWith: (channel, teamId) => {
      workspace.existing(channel).sharedWith.push(teamId);
    },
    deleteMessage: (channel, ts) => {
      const conversation = workspace.existing(channel);
      if (!conversation.messages.delete(ts)) throw new Error(`there is no message ${ts} in ${channel}`);
      conversation.pins = conversation.pins.filter((pin) => pin !== ts);
    },
    join: (channel, user) => {
      const conversation = workspace.existing(channel);
      if (conversation.kind !== 'public' || conversation.archived) throw new Error(`${user} cannot join ${channel} by themselves`);
      conversation.members.add(workspace.personId(user));
    },
    remove: (channel, user) => {
      workspace.existing(channel).members.delete(workspace.personId(user));
    },
    deactivate: (user, deactivated = true) => {
      const person = workspace.people.get(workspace.personId(user));
      if (person) person.deactivated = deactivated;
    },
    goAway: (user) => void workspace.away.add(workspace.personId(user)),
    doNotDisturb: (user, until) => {
      workspace.doNotDisturb.set(workspace.personId(user), { from: Math.floor(now() / 1_000), to: Math.floor(until / 1_000) });
    },
    channels: () => [...workspace.conversations.values()].filter((it) => it.kind !== 'im').map(channelState),
    channelByName: (name) => slack.channels().find((channel) => channel.name === name),
    messages: (channelId) => inOrder(workspace.conversations.get(channelId)?.messages.values() ?? []),
    directMessages: (userId) => inOrder(workspace.direct(workspace.personId(userId))?.messages.values() ?? []),
    ephemerals: (userId) => workspace.ephemerals.filter((message) => message.visibleTo === workspace.personId(userId)),
    files: () => [...workspace.files.all.values()],
    views: (userId) => views.of(workspace.personId(userId)),
    close: async () => {
      sender.close();
      await sockets.close();
      await front.close();
      await store.close();
    },
  };
  return slack;
}

/** Who made the channels that nobody in particular made. */
const ADMIN = 'U0ADMIN';

function permissionsOf(options: SlackOptions): Permissions {
  const manifest = readManifest(options.manifestPath ?? MANIFEST);
  const without = new Set(options.withoutScopes);
  return { ...manifest, scopes: new Set([...manifest.scopes].filter((scope) => !without.has(scope))) };
}

function inOrder(messages: Iterable<MessageState>): MessageState[] {
  return [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
