import { h } from '../dom.js';
import { words } from '../words/words.js';

/**
 * Writes the page's words over the English ones in index.html, and shows the page: `data-words` names a text, `data-words-label` and
 * `-placeholder` an attribute.
 */
export function fillIn(page) {
  for (const node of page.querySelectorAll('[data-words]')) node.replaceChildren(...withCode(named(node.dataset.words)));
  for (const node of page.querySelectorAll('[data-words-label]')) node.setAttribute('aria-label', named(node.dataset.wordsLabel));
  for (const node of page.querySelectorAll('[data-words-placeholder]')) node.placeholder = named(node.dataset.wordsPlaceholder);
  page.body.dataset.filled = '';
}

function named(name) {
  const [area, key] = name.split('.');
  return words[area][key];
}

/** What stands between backticks is to be typed. */
function withCode(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}
