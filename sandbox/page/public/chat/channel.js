import { byId, h, keepChildren } from '../dom.js';
import { guide } from '../tour/guide.js';
import { words } from '../words/words.js';
import { messageItems } from './messages.js';
import { mrkdwn } from './mrkdwn.js';

/** The open channel: its head, its messages, and the way in for those who are not in it. `options` as for messageItems; `end` keeps the log at its end. */
export function drawChannel(channel, { facts, options, names, end, toEnd, put, pane, startTour, join }) {
  const sign = channel.kind === 'direct' ? '' : '#';
  keepChildren(byId('channel-head'), [head(channel, sign, names)]);
  const log = byId('log');
  const atEnd = toEnd || end.isAtEnd();
  const intro = channel.name === 'general' ? [{ key: 'guide', mark: '', make: () => guide({ facts, put, pane, startTour }) }] : [];
  const empty = channel.messages.length === 0 && intro.length === 0;
  const nothing = empty ? [{ key: 'nothing', mark: '', make: () => h('p', { class: 'nothing' }, words.chat.nothing) }] : [];
  keepChildren(log, [...intro, ...nothing, ...messageItems(channel, options)]);
  if (channel.messages.length === 0) log.scrollTop = 0;
  else if (atEnd) end.toEnd();
  const may = channel.member && !channel.archived;
  byId('composer').hidden = !may;
  byId('composer-text').placeholder = words.chat.write({ place: `${sign}${channel.name}`, command: facts.command });
  byId('joining').hidden = may;
  const why = channel.archived
    ? { key: 'archived', mark: '', make: () => h('p', {}, words.chat.archived) }
    : { key: `join ${channel.id}`, mark: '', make: () => joinOffer(channel, join) };
  keepChildren(byId('joining'), may ? [] : [why]);
}

function head(channel, sign, names) {
  return {
    key: channel.id,
    mark: JSON.stringify([channel.name, channel.topic, channel.memberCount, channel.bookmarks, channel.archived]),
    make: () =>
      h(
        'div',
        {},
        h('h2', {}, `${sign}${channel.name}`, channel.kind === 'private' && h('span', { class: 'quiet' }, words.chat.isPrivate)),
        h('p', { class: 'quiet members' }, channel.kind === 'direct' ? words.chat.direct : words.chat.members(channel.memberCount)),
        channel.topic && h('p', { class: 'topic' }, mrkdwn(channel.topic, names)),
        channel.bookmarks.map(({ title, link }) =>
          h('a', { class: 'bookmark', href: link, target: '_blank', rel: 'noopener noreferrer' }, `🔖 ${title}`),
        ),
      ),
  };
}

function joinOffer(channel, join) {
  return h(
    'p',
    {},
    words.chat.notIn(`#${channel.name}`),
    h('button', { type: 'button', class: 'button primary', onclick: () => join(channel.id) }, words.chat.join),
  );
}
