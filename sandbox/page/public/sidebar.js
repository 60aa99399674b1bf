import { byId, h, keepChildren } from './dom.js';

/** The list of channels; `unreadOf(channel)` → { count, pings }, `open(id)` shows one. */
export function drawSidebar({ channels, current, unreadOf, open }) {
  const groups = [
    ['Channels', channels.filter((it) => it.kind !== 'direct' && it.member && !it.archived)],
    ['Direct messages', channels.filter((it) => it.kind === 'direct')],
    ['Not joined', channels.filter((it) => it.kind === 'public' && !it.member && !it.archived)],
    ['Archived', channels.filter((it) => it.kind !== 'direct' && it.archived)],
  ];
  keepChildren(
    byId('sidebar'),
    groups.flatMap(([title, list]) =>
      list.length === 0
        ? []
        : [
            { key: title, mark: title, make: () => h('h2', {}, title) },
            ...list.map((channel) => link(channel, { current, unreadOf, open })),
          ],
    ),
  );
}

function link(channel, { current, unreadOf, open }) {
  const { count, pings } = unreadOf(channel);
  const here = channel.id === current;
  const sign = { public: '#', private: '🔒', direct: '●' }[channel.kind];
  return {
    key: channel.id,
    mark: JSON.stringify([channel.name, here, count, pings, channel.member]),
    make: () =>
      h(
        'button',
        {
          type: 'button',
          class: `channel ${count > 0 ? 'unread' : ''}`,
          'aria-current': here ? 'page' : undefined,
          'data-focus': channel.id,
          onclick: () => open(channel.id),
        },
        h('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
        h('span', { class: 'name' }, channel.name),
        channel.kind === 'private' && h('span', { class: 'hidden' }, ' (private)'),
        count > 0 && h('span', { class: pings > 0 ? 'badge ping' : 'badge' }, String(count), h('span', { class: 'hidden' }, ' unread')),
      ),
  };
}
