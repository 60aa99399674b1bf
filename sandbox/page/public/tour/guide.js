import { h } from '../dom.js';
import { words } from '../words/words.js';

/** What to try, for somebody who has just opened the page; `put(text)` writes into the box, `pane(name)` shows a part on a phone. */
export function guide({ facts, put, pane, startTour }) {
  const typed = (text) =>
    h('button', { type: 'button', class: 'try', onclick: () => put(text), 'aria-label': words.tour.putLabel(text) }, h('code', {}, text));
  const { madeUp, name } = facts.service;
  const service = madeUp ? name : undefined;
  const seconds = Math.round(facts.updateSeconds);
  return h(
    'section',
    { class: 'guide', 'aria-label': words.tour.guide },
    h('h3', {}, words.tour.guideTitle),
    h('p', {}, words.tour.guideText(service)),
    // The tour breaks the coupon service, and nothing else.
    !madeUp && h('p', {}, h('button', { type: 'button', class: 'button primary', onclick: startTour }, words.tour.take)),
    h('h3', {}, madeUp ? words.tour.guide : words.tour.alone),
    h(
      'ul',
      {},
      h(
        'li',
        {},
        h('button', { type: 'button', class: 'try', onclick: () => pane('behind') }, words.tour.breakSomething),
        words.tour.breakAndWait,
      ),
      h('li', {}, words.tour.declare, typed(`${facts.command} open sev1 ${(madeUp && facts.scenarios[0]?.title) || words.tour.example}`)),
      h('li', {}, words.tour.updates(seconds)),
      h('li', {}, words.tour.become),
      h('li', {}, words.tour.lose),
    ),
    h('p', { class: 'quiet' }, words.tour.pretended(service)),
  );
}
