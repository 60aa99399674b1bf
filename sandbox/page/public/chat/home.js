import { byId, h, keepChildren } from '../dom.js';
import { words } from '../words/words.js';
import { blocks } from './blocks.js';

/** Stands for the app's own page where a channel's id would. */
export const HOME = 'home';

/** The app's own page: what it published for this person. */
export function drawHome({ home }, context) {
  keepChildren(byId('channel-head'), [
    { key: HOME, mark: '', make: () => h('div', {}, h('h2', {}, 'Bongsu'), h('p', { class: 'quiet members' }, words.chat.appHome)) },
  ]);
  const empty = () => h('p', { class: 'nothing' }, words.chat.homeEmpty);
  keepChildren(byId('log'), [
    {
      key: HOME,
      mark: JSON.stringify([home, context.seen]),
      make: () => (home.length === 0 ? empty() : h('div', { class: 'home' }, blocks(home, context))),
    },
  ]);
  byId('composer').hidden = true;
  byId('joining').hidden = true;
}
