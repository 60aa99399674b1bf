import { byId, h } from '../dom.js';
import { words } from '../words/words.js';
import { SCENARIO, STEPS } from './tour-steps.js';

/** Leads from breaking the service to the retrospective; goes on by itself when a step is done, and can be left at any step. */
export class Tour {
  /** `page`: `state`, and ways to go somewhere (`become`, `open`, `pane`, `tab`, `put`, `skipTo`). */
  constructor({ facts, page }) {
    this.facts = facts;
    this.page = { ...page, whenSeen: (find) => this.go(find) };
    this.strip = byId('tour');
    this.name = `tour ${facts.run}`;
    // A reload goes on where it was.
    const kept = JSON.parse(sessionStorage.getItem(this.name) ?? 'null');
    this.step = kept?.step;
    this.buttons = kept?.buttons ?? [];
    this.found = kept?.found;
    this.scrolled = false;
    /** The target is given the focus as soon as it is there. */
    this.leading = false;
    for (const what of ['wheel', 'touchmove', 'keydown']) {
      document.addEventListener(what, () => {
        this.scrolled = true;
      });
    }
  }

  begin() {
    this.buttons = [];
    this.enter(0);
  }

  /** A button of the bot's was pressed. */
  pressed(action) {
    if (this.step === undefined) return;
    this.buttons.push(action);
    this.look();
  }

  /** Looks whether the step is done, and marks what to press. Called whenever anything changed. */
  look() {
    if (this.step === undefined) return this.mark(undefined);
    const { state } = this.page;
    if (this.wanted) {
      const id = state.workspace && this.wanted(state.workspace);
      if (id) {
        this.wanted = undefined;
        this.page.open(id);
        return;
      }
    }
    const step = STEPS[this.step];
    if (step?.done(state, (pattern) => this.buttons.some((action) => pattern.test(action)), this)) return this.enter(this.step + 1);
    this.draw();
    this.mark(step?.target(state, this));
  }

  enter(step) {
    this.step = step;
    this.leading = false;
    this.found = STEPS[step]?.entered?.(this.page.state);
    this.wanted = undefined;
    this.scrolled = false;
    this.keep();
    this.draw();
    STEPS[step]?.show(this.page, this);
    this.look();
  }

  /** Goes where it is done, and leads the keyboard there, too. */
  show(step) {
    this.scrolled = false;
    this.leading = true;
    step.show(this.page, this);
    this.look();
  }

  end() {
    this.step = undefined;
    this.keep();
    this.drawn = undefined;
    this.strip.hidden = true;
    this.mark(undefined);
  }

  go(find) {
    this.wanted = find;
    this.look();
  }

  keep() {
    sessionStorage.setItem(this.name, JSON.stringify({ step: this.step, buttons: this.buttons, found: this.found }));
  }

  draw() {
    const step = STEPS[this.step];
    const waiting = step?.wait?.(this.page.state, this);
    const mark = `${this.step} ${waiting}`;
    if (this.drawn === mark) return;
    const moved = this.drawn?.split(' ')[0] !== String(this.step);
    this.drawn = mark;
    this.strip.hidden = false;
    this.strip.replaceChildren(...(step ? this.stepNodes(step, waiting) : this.lastNodes()));
    if (moved) this.strip.querySelector('.tour-next')?.focus({ preventScroll: true });
  }

  stepNodes(step, waiting) {
    return [
      h(
        'div',
        { class: 'tour-words', 'aria-live': 'polite' },
        h(
          'p',
          {},
          h('span', { class: 'tour-count' }, words.tour.count({ step: this.step + 1, of: STEPS.length })),
          ' ',
          h('b', {}, step.said.title),
        ),
        h('p', {}, this.filledIn(step.said.text), waiting && h('em', {}, ` ${waiting}`)),
      ),
      h(
        'div',
        { class: 'tour-buttons' },
        step.hurry && h('button', { type: 'button', class: 'button', onclick: () => this.page.skipTo(step.hurry) }, step.said.hurry),
        h('button', { type: 'button', class: 'button', onclick: () => this.show(step) }, words.tour.show),
        h('button', { type: 'button', class: 'button tour-next', onclick: () => this.enter(this.step + 1) }, words.tour.next),
        h('button', { type: 'button', class: 'plain', onclick: () => this.end() }, words.tour.end),
      ),
    ];
  }

  /** With the bot's own words for its buttons. */
  filledIn(text) {
    return text.replace(/\{(\w+)\}/g, (_all, name) => ({ ...this.facts.buttons, scenario: SCENARIO })[name]);
  }

  lastNodes() {
    return [
      h('div', { class: 'tour-words' }, h('p', {}, h('b', {}, words.tour.lastTitle)), h('p', {}, words.tour.lastText)),
      h(
        'div',
        { class: 'tour-buttons' },
        h('button', { type: 'button', class: 'button tour-next', onclick: () => this.end() }, words.tour.done),
      ),
    ];
  }

  lead(target) {
    this.leading = false;
    // A message is nothing to press, but the keyboard goes on from it.
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  mark(selector) {
    const target = selector ? document.querySelector(selector) : null;
    for (const node of document.querySelectorAll('.tour-target')) if (node !== target) node.classList.remove('tour-target');
    target?.classList.add('tour-target');
    if (!target || target.offsetParent === null) return;
    if (this.leading) this.lead(target);
    // Until the person scrolls: what is new would push it away.
    if (this.scrolled) return;
    if (target.matches('.message')) return target.scrollIntoView({ block: 'start' });
    // With what it belongs to: a button alone at the edge does not say what it answers.
    target.closest('.message')?.scrollIntoView({ block: 'nearest' });
    target.scrollIntoView({ block: 'nearest' });
  }
}
