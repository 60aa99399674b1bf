import { h } from '../dom.js';
import { words } from '../words/words.js';
import { blocks } from './blocks.js';
import { mrkdwn } from './mrkdwn.js';
import { messageTools, reactionRow } from './reactions.js';

const GROUP_MS = 5 * 60_000;

/**
 * The messages of a channel as items for keepChildren, oldest first, without the answers in threads. `contextOf(message)` gives what blocks
 * need to know; `newSince` is the `ts` after which they are new to the person.
 */
export function messageItems(channel, { contextOf, bot, newSince }) {
  // What belongs to a thread whose first message is too old to be shown stands for itself.
  const firsts = new Set(channel.messages.filter((message) => !isReply(message)).map(({ ts }) => ts));
  const top = channel.messages.filter((message) => !isReply(message) || !firsts.has(message.threadTs));
  const firstNew = newSince === undefined ? undefined : top.find(({ ts }) => ts > newSince);
  const items = [];
  let last;
  for (const message of top) {
    if (message === firstNew && items.length > 0) {
      items.push({ key: 'new', mark: '', make: () => h('div', { class: 'new-line', role: 'separator' }, words.chat.newLine) });
      last = undefined;
    }
    // A person's next words within some minutes stand under the same name.
    const follows =
      last &&
      last.user === message.user &&
      !last.onlyForMe &&
      !message.onlyForMe &&
      message.user !== bot.id &&
      ms(message) - ms(last) < GROUP_MS;
    const replies = channel.messages.filter((it) => isReply(it) && it.threadTs === message.ts);
    items.push(item(channel, message, { contextOf, bot, follows, replies }));
    last = replies.length > 0 ? undefined : message;
  }
  return items;
}

/** The first message of a thread and its answers. */
export function threadItems(channel, ts, { contextOf, bot }) {
  return channel.messages
    .filter((message) => message.ts === ts || message.threadTs === ts)
    .map((message) => item(channel, message, { contextOf, bot, inThread: true }));
}

export const ms = (message) => Number(message.ts) * 1_000;

function isReply(message) {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}

function item(channel, message, options) {
  const pinned = channel.pins.includes(message.ts);
  const { replies = [] } = options;
  return {
    key: `${channel.id} ${message.ts}`,
    // Names of channels it links to may appear later: `seen` makes those messages new then.
    mark: JSON.stringify([message, pinned, options.follows, replies.length, options.contextOf(message).seen]),
    make: () => draw(message, { ...options, replies, pinned }),
  };
}

function draw(message, { contextOf, bot, follows, replies, pinned, inThread }) {
  const context = contextOf(message);
  const byBot = message.user === bot.id;
  const name = byBot ? bot.name : (context.names.person(message.user) ?? message.user);
  const at = new Date(ms(message));
  const classes = ['message', follows && 'follows', message.onlyForMe && 'private', pinned && 'pinned'];
  const reply = inThread || message.onlyForMe ? undefined : () => context.openThread(message.ts);
  return h(
    'article',
    { class: classes.filter(Boolean).join(' '), 'data-ts': message.ts, 'aria-label': `${name}, ${clock(at)}` },
    face(message.user, name, byBot),
    h(
      'div',
      { class: 'body' },
      pinned && h('p', { class: 'note' }, words.chat.pinned),
      message.onlyForMe && h('p', { class: 'note' }, words.chat.onlyForMe),
      h(
        'p',
        { class: 'who' },
        h('strong', {}, name),
        byBot && h('span', { class: 'app' }, words.chat.app),
        h('time', { datetime: at.toISOString(), title: at.toLocaleString(words.chat.locale) }, clock(at)),
        message.edited && h('span', { class: 'quiet' }, words.chat.edited),
      ),
      message.blocks.length > 0 ? blocks(message.blocks, context) : h('div', { class: 'b-text' }, mrkdwn(message.text, context.names)),
      message.reactions.length > 0 && reactionRow(message, context),
      replies.length > 0 && threadLink(message, replies, context),
    ),
    !message.onlyForMe && messageTools({ react: context.react, reply }),
  );
}

function threadLink(message, replies, context) {
  return h(
    'button',
    { type: 'button', class: 'thread-link', 'data-focus': `thread ${message.ts}`, onclick: () => context.openThread(message.ts) },
    h('b', {}, words.chat.replies(replies.length)),
    h('span', { class: 'quiet' }, words.chat.lastReply(clock(new Date(ms(replies.at(-1)))))),
  );
}

export function clock(at) {
  return at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

function face(id, name, byBot) {
  const node = h('div', { class: byBot ? 'face bot' : 'face', 'aria-hidden': 'true' }, byBot ? '' : initials(name));
  node.style.setProperty('--hue', String(hue(id)));
  return node;
}

function initials(name) {
  return name
    .split(/\s+/)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join('');
}

function hue(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return sum;
}
