import { byId, h, keepChildren } from './dom.js';
import { HOME } from './home.js';

/** The list of channels; `unreadOf(channel)` → { count, pings }, `open(id)` shows one. */
export function drawSidebar({ channels, current, unreadOf, open }) {
  const groups = [
    ['Channels', channels.filter((it) => it.kind !== 'direct' && it.member && !it.archived)],
    ['Direct messages', channels.filter((it) => it.kind === 'direct')],
    ['Not joined', channels.filter((it) => it.kind === 'public' && !it.member && !it.archived)],
    ['Archived', channels.filter((it) => it.kind !== 'direct' && it.archived)],
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
    { key: 'Apps', mark: '', make: () => h('h2', {}, 'Apps') },
    link({ id: HOME, sign: '🔥', name: 'Bongsu home', unread: { count: 0, pings: 0 }, here: current === HOME, open }),
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
        isPrivate && h('span', { class: 'hidden' }, ' (private)'),
        count > 0 && h('span', { class: pings > 0 ? 'badge ping' : 'badge' }, String(count), h('span', { class: 'hidden' }, ' unread')),
      ),
  };
}
