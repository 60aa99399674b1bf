import type { Page } from 'playwright-core';

/** Where the bot and people speak, not the page. */
const OTHERS = '.message .b-text, .message .b-section, .message .b-header, .message .b-context, .message .b-actions, .message .b-image';
const MORE = '.home, .topic, .bookmark, #modal h2, #modal .modal-body, #modal .modal-buttons, code, script, style, [lang="en"]';

/**
 * All that the page says in its own words, shown or not: pieces of text, and what names or explains an element to those who cannot see it.
 * Each once.
 */
export async function pageTexts(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`(() => {
    const others = ${JSON.stringify(`${OTHERS}, ${MORE}`)};
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element.closest(others)) continue;
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
      else texts.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => node.getAttribute(name) ?? ''));
    }
    return texts.map((text) => text.trim());
  })()`)) as string[];
  return [...new Set(found)].filter((text) => text !== '');
}
