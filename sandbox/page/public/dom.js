/**
 * Makes an element: `h('p', { class: 'x', onclick: f, 'aria-label': 'y' }, 'text', child)`. Children that are null, undefined or false are
 * left out; texts never become markup.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, String(value));
  }
  element.append(...children.flat(Number.POSITIVE_INFINITY).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The same for drawings. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children.filter(Boolean));
  return element;
}

export const byId = (id) => document.getElementById(id);

/**
 * Makes the children of `parent` those of `items`, in order, leaving alone what did not change, so that focus, selection and scrolling stay.
 * Every item has a `key`, a `mark` that changes when it looks different, and `make()`.
 */
export function keepChildren(parent, items) {
  const existing = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let before = parent.firstElementChild;
  for (const { key, mark, make } of items) {
    let child = existing.get(key);
    existing.delete(key);
    if (!child || child.keptMark !== mark) {
      const fresh = make();
      fresh.dataset.key = key;
      fresh.keptMark = mark;
      if (child) {
        const focus = focusPath(child);
        const focused = document.activeElement === child;
        if (before === child) before = fresh;
        child.replaceWith(fresh);
        if (focus) fresh.querySelector(focus)?.focus({ preventScroll: true });
        if (focused) {
          fresh.tabIndex = -1;
          fresh.focus({ preventScroll: true });
        }
      }
      child = fresh;
    }
    if (child === before) before = before.nextElementSibling;
    else parent.insertBefore(child, before);
  }
  for (const child of existing.values()) child.remove();
}

/** How to find the focused control again in a newly drawn twin of its container. */
function focusPath(container) {
  const focused = document.activeElement;
  if (!focused || !container.contains(focused) || !focused.dataset.focus) return undefined;
  return `[data-focus="${CSS.escape(focused.dataset.focus)}"]`;
}
