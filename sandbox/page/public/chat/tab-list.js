import { byId } from '../dom.js';

/** A tab list as the ARIA practices describe it (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/): arrows move and choose. Returns how to show one. */
export function tabList(list) {
  const tabs = [...list.querySelectorAll('[role=tab]')];
  const show = (id) => {
    for (const tab of tabs) {
      const chosen = tab.getAttribute('aria-controls') === id;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      byId(tab.getAttribute('aria-controls')).hidden = !chosen;
    }
  };
  // Each scrolls, and the keyboard must reach what it scrolls.
  for (const tab of tabs) byId(tab.getAttribute('aria-controls')).tabIndex = 0;
  tabs.forEach((tab, index) => {
    tab.addEventListener('click', () => show(tab.getAttribute('aria-controls')));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      show(next.getAttribute('aria-controls'));
      next.focus();
      event.preventDefault();
    });
  });
  show(tabs[0].getAttribute('aria-controls'));
  return show;
}
