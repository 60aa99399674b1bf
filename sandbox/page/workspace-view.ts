import type { Block, ChannelState, MessageState, SlackStandIn } from '../slack/index.ts';

/** Older ones are not shown. */
const MESSAGES_SHOWN = 200;

/** The workspace as one person sees it. */
export interface WorkspaceView {
  me: string;
  channels: ChannelView[];
  /** The topmost open modal. */
  modal?: ModalView;
  /** What the app shows on its own page; empty until it publishes one. */
  home: Block[];
  homeId?: string;
}

export interface ChannelView {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'direct';
  topic: string;
  archived: boolean;
  /** May write here. */
  member: boolean;
  memberCount: number;
  pins: string[];
  bookmarks: { id: string; title: string; link: string }[];
  /** Oldest first, with those only this person sees. */
  messages: MessageView[];
}

export interface MessageView {
  ts: string;
  user: string;
  text: string;
  blocks: Block[];
  threadTs?: string;
  edited: boolean;
  onlyForMe: boolean;
  /** Its words notify this person. */
  pingsMe: boolean;
  /** Ids of those who chose each emoji. */
  reactions: { emoji: string; users: string[] }[];
}

export interface ModalView {
  id: string;
  title: string;
  blocks: Block[];
  /** Absent: there is nothing to submit. */
  submit?: string;
  /** Absent: in the client's own word. */
  close?: string;
}

/** What `name` sees now. Throws when nobody has that name. */
export function workspaceView(slack: SlackStandIn, name: string): WorkspaceView {
  const me = slack.users[name];
  if (me === undefined) throw new RangeError(`nobody in the sandbox workspace is called ${name}`);
  const own = slack.ephemerals(me);
  const channels = slack
    .channels()
    .filter((channel) => !channel.isPrivate || channel.members.includes(me))
    .map((channel) => channelView(slack, channel, me, own));
  const direct = slack.directMessages(me);
  const modal = modalView(slack, me);
  const home = slack.views(me).find((view) => view.type === 'home');
  return {
    me,
    channels: [...channels, ...directView(slack, direct, me, own)],
    home: home?.blocks ?? [],
    ...(home && { homeId: home.id }),
    ...(modal && { modal }),
  };
}

function channelView(slack: SlackStandIn, channel: ChannelState, me: string, own: readonly MessageState[]): ChannelView {
  const { id, name, isPrivate, topic, archived, members, pins, bookmarks } = channel;
  return {
    id,
    name,
    kind: isPrivate ? 'private' : 'public',
    topic,
    archived,
    member: members.includes(me),
    memberCount: members.length,
    pins,
    bookmarks,
    messages: messageViews(slack, slack.messages(id), own, id, me),
  };
}

/** The conversation with the bot: there is none before its first message. */
function directView(slack: SlackStandIn, messages: readonly MessageState[], me: string, own: readonly MessageState[]): ChannelView[] {
  const id = messages[0]?.channel;
  if (id === undefined) return [];
  return [
    {
      id,
      name: 'Bongsu',
      kind: 'direct',
      topic: '',
      archived: false,
      member: true,
      memberCount: 2,
      pins: [],
      bookmarks: [],
      messages: messageViews(slack, messages, own, id, me),
    },
  ];
}

function messageViews(
  slack: SlackStandIn,
  messages: readonly MessageState[],
  own: readonly MessageState[],
  channel: string,
  me: string,
): MessageView[] {
  return [...messages, ...own.filter((message) => message.channel === channel)]
    .sort((a, b) => (a.ts < b.ts ? -1 : 1))
    .slice(-MESSAGES_SHOWN)
    .map(({ ts, user, text, blocks, thread_ts, edited, visibleTo, pings }) => ({
      ts,
      user,
      text,
      blocks,
      ...(thread_ts !== undefined && { threadTs: thread_ts }),
      edited: edited !== undefined,
      onlyForMe: visibleTo !== undefined,
      pingsMe: pings.includes(me) || visibleTo !== undefined,
      reactions: slack.reactionsTo(channel, ts),
    }));
}

function modalView(slack: SlackStandIn, me: string): ModalView | undefined {
  const top = slack
    .views(me)
    .filter((view) => view.type === 'modal')
    .at(-1);
  if (!top) return undefined;
  const word = (field: 'submit' | 'close'): string | undefined => (top.view[field] as { text?: string } | undefined)?.text;
  const submit = word('submit');
  const close = word('close');
  return {
    id: top.id,
    title: top.title,
    blocks: top.blocks,
    ...(submit !== undefined && { submit }),
    ...(close !== undefined && { close }),
  };
}
