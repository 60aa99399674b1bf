import { byId, h, keepChildren } from '../dom.js';
import { words } from '../words/words.js';
import { HOME } from './home.js';

/** The list of channels; `unreadOf(channel)` → { count, pings }, `open(id)` shows one. */
export function drawSidebar({ channels, current, unreadOf, open }) {
  const groups = [
    [words.frame.channels, channels.filter((it) => it.kind !== 'direct' && it.member && !it.archived)],
    [words.frame.direct, channels.filter((it) => it.kind === 'direct')],
    [words.frame.notJoined, channels.filter((it) => it.kind === 'public' && !it.member && !it.archived)],
    [words.frame.archived, channels.filter((it) => it.kind !== 'direct' && it.archived)],
  ];
  keepChildren(byId('sidebar'), [
    ...groups.flatMap(([title, list]) =>
      list.length === 0
        ? []
        : [
            { key: title, mark: title, make: () => h('h2', {}, title) },
            ...list.map((channel) => channelLink(channel, { current, unreadOf, open })),
          ],
    ),
    { key: 'apps', mark: '', make: () => h('h2', {}, words.frame.apps) },
    link({ id: HOME, sign: '🔥', name: words.frame.home, unread: { count: 0, pings: 0 }, here: current === HOME, open }),
  ]);
}

function channelLink(channel, { current, unreadOf, open }) {
  const sign = { public: '#', private: '🔒', direct: '●' }[channel.kind];
  const isPrivate = channel.kind === 'private';
  return link({ id: channel.id, sign, name: channel.name, unread: unreadOf(channel), here: channel.id === current, open, isPrivate });
}

function link({ id, sign, name, unread: { count, pings }, here, open, isPrivate }) {
  return {
    key: id,
    mark: JSON.stringify([name, here, count, pings]),
    make: () =>
      h(
        'button',
        {
          type: 'button',
          class: `channel ${count > 0 ? 'unread' : ''}`,
          'aria-current': here ? 'page' : undefined,
          'data-focus': id,
          title: name,
          onclick: () => open(id),
        },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
        h('span', { class: 'name' }, name),
        isPrivate && h('span', { class: 'hidden' }, words.frame.isPrivate),
        count > 0 &&
          h('span', { class: pings > 0 ? 'badge ping' : 'badge' }, String(count), h('span', { class: 'hidden' }, words.frame.unread)),
      ),
  };
}
