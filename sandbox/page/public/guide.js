import { h } from './dom.js';

/** What to try, for somebody who has just opened the page; `put(text)` writes into the box, `pane(name)` shows a part on a phone. */
export function guide({ facts, put, pane }) {
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
    h('h3', {}, 'Try this'),
    h(
      'ol',
      {},
      h(
        'li',
        {},
        'Break something: ',
        h('button', { type: 'button', class: 'try', onclick: () => pane('service') }, 'S2, Kafka processing delay'),
        '.',
      ),
      h('li', {}, 'Type ', typed('/incident open sev1 Coupons arrive late'), ' and send it.'),
      h('li', {}, 'Open the new channel. The briefing there is edited every 15 seconds; press its buttons.'),
      h('li', {}, `Look into #status: an update comes every ${seconds} seconds (half an hour of incident time).`),
      h('li', {}, 'The first on-call engineer has a page in the direct messages. Change who you are at the top.'),
      h('li', {}, 'Heal the service, then ', typed('/incident resolve'), ' in the incident channel.'),
    ),
    h(
      'p',
      { class: 'quiet' },
      'The bot is the real one. Only Slack, Zoom and the coupon service are pretended, so nothing here reaches anybody.',
    ),
  );
}
