import { type Method, text } from '../method.ts';
import { SlackError } from '../slack-error.ts';

const PINS_OF_A_CHANNEL = 100;
const BOOKMARKS_OF_A_CHANNEL = 100;

/** https://docs.slack.dev/reference/methods/pins.add and https://docs.slack.dev/reference/methods/bookmarks.add */
export const pinAndBookmarkMethods: Record<string, Method> = {
  'pins.add': {
    scopes: ['pins:write'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel);
      const ts = text(args.timestamp);
      if (ts === '') throw new SlackError('no_item_specified');
      if (!/^\d+\.\d+$/.test(ts)) throw new SlackError('bad_timestamp');
      if (!conversation.messages.has(ts)) throw new SlackError('message_not_found');
      if (conversation.pins.includes(ts)) throw new SlackError('already_pinned');
      if (conversation.pins.length >= PINS_OF_A_CHANNEL) throw new SlackError('too_many_pins');
      conversation.pins.push(ts);
      await store.call('pins.add', { channel: conversation.id, timestamp: ts });
      return {};
    },
  },
  'pins.remove': {
    scopes: ['pins:write'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel);
      const ts = text(args.timestamp);
      if (!conversation.pins.includes(ts)) throw new SlackError('no_pin');
      conversation.pins = conversation.pins.filter((pin) => pin !== ts);
      await store.call('pins.remove', { channel: conversation.id, timestamp: ts });
      return {};
    },
  },
  'pins.list': {
    scopes: ['pins:read'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.visible(args.channel);
      const reply = await store.call('pins.list', { channel: conversation.id });
      return { items: reply.items };
    },
  },
  'bookmarks.add': {
    scopes: ['bookmarks:write'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel_id);
      const [title, link, type] = [text(args.title).trim(), text(args.link), text(args.type)];
      if (type !== 'link') throw new SlackError('invalid_bookmark_type');
      if (title === '')
        throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: title'] } });
      if (!isWebAddress(link)) throw new SlackError('invalid_link');
      if (conversation.bookmarks.length >= BOOKMARKS_OF_A_CHANNEL) throw new SlackError('too_many_bookmarks');
      const { bookmark } = (await store.call('bookmarks.add', {
        channel_id: conversation.id,
        title,
        type,
        link,
        ...(args.emoji ? { emoji: args.emoji } : {}),
      })) as { bookmark: { id: string } };
      conversation.bookmarks.push({ id: bookmark.id, title, link });
      return { bookmark };
    },
  },
  'bookmarks.edit': {
    scopes: ['bookmarks:write'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel_id);
      const mark = conversation.bookmarks.find((it) => it.id === text(args.bookmark_id));
      if (!mark) throw new SlackError('not_found');
      if (args.link !== undefined && !isWebAddress(text(args.link))) throw new SlackError('invalid_link');
      const { bookmark } = await store.call('bookmarks.edit', { ...args, token: undefined, channel_id: conversation.id });
      Object.assign(mark, { ...(args.title ? { title: text(args.title) } : {}), ...(args.link ? { link: text(args.link) } : {}) });
      return { bookmark };
    },
  },
  'bookmarks.remove': {
    scopes: ['bookmarks:write'],
    tier: 2,
    async run(args, { workspace, store }) {
      const conversation = workspace.writable(args.channel_id);
      const id = text(args.bookmark_id);
      if (!conversation.bookmarks.some((it) => it.id === id)) throw new SlackError('not_found');
      conversation.bookmarks = conversation.bookmarks.filter((it) => it.id !== id);
      await store.call('bookmarks.remove', { channel_id: conversation.id, bookmark_id: id });
      return {};
    },
  },
  'bookmarks.list': {
    scopes: ['bookmarks:read'],
    tier: 3,
    async run(args, { workspace, store }) {
      const conversation = workspace.visible(args.channel_id);
      if (!workspace.isMember(conversation)) throw new SlackError('not_in_channel');
      const { bookmarks } = await store.call('bookmarks.list', { channel_id: conversation.id });
      return { bookmarks };
    },
  },
};

function isWebAddress(link: string): boolean {
  return URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);
}
