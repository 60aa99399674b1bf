import { h } from './dom.js';

/** What to try, for somebody who has just opened the page; `put(text)` writes into the box, `pane(name)` shows a part on a phone. */
export function guide({ facts, put, pane, startTour }) {
  const typed = (text) =>
    h(
      'button',
      { type: 'button', class: 'try', onclick: () => put(text), 'aria-label': `Put ${text} into the message box` },
      h('code', {}, text),
    );
  const seconds = Math.round(facts.updateSeconds);
  return h(
    'section',
    { class: 'guide', 'aria-label': 'What to try' },
    h('h3', {}, 'A whole incident in five minutes'),
    h(
      'p',
      {},
      'Break the coupon service, and watch Bongsu open the channel and the bridge, brief from live numbers, page, say why, offer what helps, prove that it did, tell everybody, and invite the retrospective.',
    ),
    h('p', {}, h('button', { type: 'button', class: 'button primary', onclick: startTour }, 'Take the tour')),
    h('h3', {}, 'Or on your own'),
    h(
      'ul',
      {},
      h(
        'li',
        {},
        h('button', { type: 'button', class: 'try', onclick: () => pane('behind') }, 'Break something'),
        ' and wait some seconds.',
      ),
      h('li', {}, 'Declare one yourself: ', typed('/incident open sev1 Coupons arrive late')),
      h('li', {}, `Look into #status: an update comes every ${seconds} seconds (half an hour of incident time), or hurry the clock.`),
      h('li', {}, 'Change who you are at the top: the on-call engineer has a page in the direct messages.'),
      h('li', {}, 'Make Slack lose replies, and look for anything done twice.'),
    ),
    h(
      'p',
      { class: 'quiet' },
      'The bot is the real one. Only Slack, Zoom and the coupon service are pretended, so nothing here reaches anybody.',
    ),
  );
}
