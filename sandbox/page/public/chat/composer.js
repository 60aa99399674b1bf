import { byId, h } from '../dom.js';

const HISTORY = 30;

/** The box to write in: `send(text)` resolves to the problem, if there is one. Commands are hinted at as soon as a slash is typed. */
export class Composer {
  constructor({ send, command, commands }) {
    this.send = send;
    this.hints = commands.map(({ usage, summary }) => ({
      line: `${command} ${usage}`,
      word: `${command} ${usage.split(' ')[0]}`,
      summary,
    }));
    this.command = command;
    this.input = byId('composer-text');
    this.list = byId('hints');
    this.active = -1;
    this.typed = [];
    this.back = 0;
    byId('composer').addEventListener('submit', (event) => void this.submit(event));
    this.input.addEventListener('input', () => this.hint());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => setTimeout(() => this.hide(), 150));
    this.input.addEventListener('focus', () => this.hint());
  }

  /** Puts a text into the box for the person to send. */
  put(text) {
    this.input.value = text;
    this.input.focus();
    this.hide();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === '') return;
    this.hide();
    this.complain(undefined);
    this.input.value = '';
    this.typed = [...this.typed.filter((it) => it !== text), text].slice(-HISTORY);
    this.back = 0;
    const problem = await this.send(text);
    if (problem === undefined) return;
    this.complain(problem);
    // Nothing typed is lost.
    if (this.input.value === '') this.input.value = text;
  }

  complain(problem) {
    const line = byId('problem');
    line.textContent = problem ?? '';
    line.hidden = problem === undefined;
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === 'Escape' && open) {
      this.hide();
      event.preventDefault();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && open) {
      const count = this.list.children.length;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.mark(((((this.active === -1 && step === -1 ? 0 : this.active) + step + count) % count) + count) % count);
      event.preventDefault();
    } else if ((event.key === 'Tab' || event.key === 'Enter') && open && this.active >= 0) {
      this.take(this.matching[this.active]);
      event.preventDefault();
    } else if (event.key === 'ArrowUp' && (this.input.value === '' || this.back > 0)) {
      this.recall(1);
      event.preventDefault();
    } else if (event.key === 'ArrowDown' && this.back > 0) {
      this.recall(-1);
      event.preventDefault();
    }
  }

  recall(step) {
    this.back = Math.max(0, Math.min(this.typed.length, this.back + step));
    this.input.value = this.back === 0 ? '' : this.typed[this.typed.length - this.back];
  }

  hint() {
    const text = this.input.value.toLowerCase();
    const typing = text.startsWith('/') && (this.command.startsWith(text) || text.startsWith(this.command));
    // Once the word is complete, its own line stays as a reminder of what may follow.
    this.matching = typing && this.back === 0 ? this.hints.filter(({ word }) => word.startsWith(text) || text.startsWith(`${word} `)) : [];
    if (this.matching.length === 0) return this.hide();
    this.list.replaceChildren(
      ...this.matching.map((hint, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `hint-${index}`,
            'aria-selected': 'false',
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.take(hint),
          },
          h('code', {}, hint.line),
          h('span', {}, hint.summary),
        ),
      ),
    );
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.mark(-1);
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((child, at) => {
      child.setAttribute('aria-selected', String(at === index));
      if (at === index) child.scrollIntoView({ block: 'nearest' });
    });
    if (index >= 0) this.input.setAttribute('aria-activedescendant', `hint-${index}`);
    else this.input.removeAttribute('aria-activedescendant');
  }

  take(hint) {
    this.input.value = `${hint.word} `;
    this.input.focus();
    this.hint();
  }

  hide() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}
