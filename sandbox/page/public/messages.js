import { blocks } from './blocks.js';
import { h } from './dom.js';
import { mrkdwn } from './mrkdwn.js';

const GROUP_MS = 5 * 60_000;

/**
 * The messages of a channel as items for keepChildren: oldest first, the answers of a thread below their first message. `contextOf(message)`
 * gives what blocks need to know.
 */
export function messageItems(channel, { contextOf, bot }) {
  const top = channel.messages.filter((message) => !isReply(message));
  const items = [];
  let last;
  for (const message of top) {
    const replies = channel.messages.filter((it) => isReply(it) && it.threadTs === message.ts);
    // A person's next words within some minutes stand under the same name.
    const follows =
      last &&
      last.user === message.user &&
      !last.onlyForMe &&
      !message.onlyForMe &&
      message.user !== bot.id &&
      ms(message) - ms(last) < GROUP_MS;
    items.push(item(channel, message, { contextOf, bot, follows }));
    for (const reply of replies) items.push(item(channel, reply, { contextOf, bot, reply: true }));
    last = replies.length > 0 ? undefined : message;
  }
  // Answers whose first message is too old to be shown.
  const shown = new Set(top.map(({ ts }) => ts));
  for (const orphan of channel.messages.filter((it) => isReply(it) && !shown.has(it.threadTs))) {
    items.push(item(channel, orphan, { contextOf, bot, reply: true }));
  }
  return items;
}

export const ms = (message) => Number(message.ts) * 1_000;

function isReply(message) {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}

function item(channel, message, options) {
  const pinned = channel.pins.includes(message.ts);
  return {
    key: `${channel.id} ${message.ts}`,
    // Names of channels it links to may appear later: `seen` makes those messages new then.
    mark: JSON.stringify([message, pinned, options.follows, options.contextOf(message).seen]),
    make: () => draw(message, { ...options, pinned }),
  };
}

function draw(message, { contextOf, bot, follows, reply, pinned }) {
  const context = contextOf(message);
  const byBot = message.user === bot.id;
  const name = byBot ? bot.name : (context.names.person(message.user) ?? message.user);
  const at = new Date(ms(message));
  const classes = ['message', follows && 'follows', reply && 'reply', message.onlyForMe && 'private', pinned && 'pinned'];
  return h(
    'article',
    { class: classes.filter(Boolean).join(' '), 'aria-label': `${name}, ${clock(at)}` },
    face(message.user, name, byBot),
    h(
      'div',
      { class: 'body' },
      pinned && h('p', { class: 'note' }, 'Pinned'),
      message.onlyForMe && h('p', { class: 'note' }, 'Only visible to you'),
      h(
        'p',
        { class: 'who' },
        h('strong', {}, name),
        byBot && h('span', { class: 'app' }, 'app'),
        h('time', { datetime: at.toISOString(), title: at.toLocaleString() }, clock(at)),
        message.edited && h('span', { class: 'quiet' }, '(edited)'),
      ),
      message.blocks.length > 0 ? blocks(message.blocks, context) : h('div', { class: 'b-text' }, mrkdwn(message.text, context.names)),
    ),
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
