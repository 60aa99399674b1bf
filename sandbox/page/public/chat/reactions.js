import { h } from '../dom.js';
import { words } from '../words/words.js';

/** Names as Slack has them. */
const EMOJI = { '+1': '👍', eyes: '👀', white_check_mark: '✅', fire: '🔥', pray: '🙏', thinking_face: '🤔' };

/** The reactions to a message, and how to add one. `react(emoji)` does it; `person(id)` names people; `me` is who looks. */
export function reactionRow(message, { react, names }) {
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map(({ emoji, users }) => {
      const who = users.map((id) => names.person(id) ?? id).join(', ');
      return h(
        'button',
        {
          type: 'button',
          class: 'reaction',
          'aria-pressed': String(users.includes(names.me)),
          'aria-label': words.chat.reactions({ emoji, count: users.length, who }),
          title: who,
          'data-focus': `reaction ${emoji}`,
          onclick: () => void react(emoji),
        },
        `${EMOJI[emoji] ?? `:${emoji}:`} ${users.length}`,
      );
    }),
  );
}

/** What shows on a message under the pointer or the focus: add a reaction, answer in a thread. */
export function messageTools({ react, reply }) {
  const choices = h(
    'span',
    { class: 'emoji', hidden: true },
    Object.entries(EMOJI).map(([name, sign]) =>
      h('button', { type: 'button', class: 'plain', 'aria-label': words.chat.react(name), onclick: () => void react(name) }, sign),
    ),
  );
  const more = h(
    'button',
    {
      type: 'button',
      class: 'plain',
      'aria-label': words.chat.addReaction,
      'aria-expanded': 'false',
      onclick: () => {
        choices.hidden = !choices.hidden;
        more.setAttribute('aria-expanded', String(!choices.hidden));
      },
    },
    '☺',
  );
  const answer = reply && h('button', { type: 'button', class: 'plain', 'aria-label': words.chat.replyInThread, onclick: reply }, '💬');
  return h('div', { class: 'tools' }, choices, more, answer);
}
