import { byId, h } from '../dom.js';
import { words } from '../words/words.js';
import { blocks, textNodes } from './blocks.js';
import { choiceOf, choicesOf, optionsOf } from './choices.js';
import { decode } from './mrkdwn.js';

/** Slack's form on the screen: one at a time, drawn anew only when the app changed it; what was filled in stays. */
export class Modal {
  /** `submit(viewId, values)` and `close(viewId)` tell Slack; `contextOf(view)` gives what blocks need. */
  constructor({ submit, close, contextOf }) {
    Object.assign(this, { submit, close, contextOf });
    this.dialog = byId('modal');
    this.shown = undefined;
    // Escape closes it like the button does.
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.dismiss();
    });
  }

  show(view) {
    const mark = view && JSON.stringify(view);
    if (mark === this.mark) return;
    this.mark = mark;
    if (!view) {
      this.shown = undefined;
      this.dialog.close();
      return;
    }
    const kept = this.shown?.id === view.id ? this.values() : {};
    const first = this.shown?.id !== view.id;
    this.shown = view;
    this.draw(view, kept);
    if (!this.dialog.open) this.dialog.showModal();
    const wanted =
      this.dialog.querySelector('[data-focus-first]') ?? this.dialog.querySelector('input, textarea, select, .modal-buttons button');
    if (first || !this.dialog.contains(document.activeElement) || document.activeElement === this.dialog) wanted?.focus();
  }

  draw(view, kept) {
    const context = { ...this.contextOf(view), field: (block) => field(block, kept[block.block_id], this.contextOf(view)) };
    this.problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    this.form = h(
      'form',
      { novalidate: true, onsubmit: (event) => void this.send(event) },
      h('h2', { id: 'modal-title' }, decode(view.title)),
      h('div', { class: 'modal-body' }, blocks(view.blocks, context)),
      this.problem,
      h(
        'div',
        { class: 'modal-buttons' },
        h(
          'button',
          { type: 'button', class: 'button', onclick: () => this.dismiss() },
          view.close === undefined ? words.chat.cancel : decode(view.close),
        ),
        view.submit && h('button', { type: 'submit', class: 'button primary' }, decode(view.submit)),
      ),
    );
    this.dialog.replaceChildren(this.form);
  }

  async send(event) {
    event.preventDefault();
    const { shown } = this;
    if (!shown?.submit) return;
    const missing = this.missing();
    if (Object.keys(missing).length > 0) return this.complain(words.chat.fillIn, missing);
    const submit = this.form.querySelector('[type=submit]');
    submit.setAttribute('aria-busy', 'true');
    const result = await this.submit(shown.id, this.values());
    submit.removeAttribute('aria-busy');
    if (!result.ok) this.complain(result.problem, result.errors ?? {});
  }

  dismiss() {
    if (this.shown) void this.close(this.shown.id);
  }

  complain(problem, errors) {
    this.problem.textContent = problem;
    this.problem.hidden = false;
    for (const box of this.form.querySelectorAll('[data-block]')) {
      const error = errors[box.dataset.block];
      const line = box.querySelector('.field-error');
      line.textContent = error ? decode(error) : '';
      line.hidden = !error;
      for (const control of box.querySelectorAll('input, textarea, select')) control.setAttribute('aria-invalid', String(Boolean(error)));
    }
    this.form.querySelector('[aria-invalid=true]')?.focus();
  }

  values() {
    const values = {};
    for (const box of this.form?.querySelectorAll('[data-block]') ?? []) {
      const value = box.read();
      if (value !== undefined) values[box.dataset.block] = value;
    }
    return values;
  }

  missing() {
    const missing = {};
    for (const box of this.form.querySelectorAll('[data-block][data-required]')) {
      const value = box.read();
      if (value === undefined || value.length === 0) missing[box.dataset.block] = words.chat.fillThisIn;
    }
    return missing;
  }
}

let fieldCount = 0;

/** An input block: label, control, hint, place for an error; `read()` on the node gives its value, undefined for none. */
function field(block, kept, context) {
  const { element } = block;
  fieldCount += 1;
  const id = `field-${fieldCount}`;
  const drawn = control(element, id, kept, context);
  const label = [...textNodes(block.label, context), block.optional && h('span', { class: 'quiet' }, words.chat.optional)];
  const below = [
    block.hint && h('p', { class: 'hint', id: `${id}-hint` }, textNodes(block.hint, context)),
    h('p', { class: 'field-error', id: `${id}-error`, hidden: true }),
  ];
  const box = drawn.group
    ? h('fieldset', { class: 'field' }, h('legend', {}, label), drawn.node, below)
    : h('div', { class: 'field' }, h('label', { for: id }, label), drawn.node, below);
  for (const input of box.querySelectorAll('input, textarea, select')) {
    input.setAttribute('aria-describedby', `${block.hint ? `${id}-hint ` : ''}${id}-error`);
    if (element.focus_on_load) input.dataset.focusFirst = '';
  }
  box.dataset.block = block.block_id;
  if (!block.optional) box.dataset.required = '';
  box.read = drawn.read;
  return box;
}

const NATIVE = { email_text_input: 'email', url_text_input: 'url', number_input: 'number', datepicker: 'date', timepicker: 'time' };

function control(element, id, kept, context) {
  const { type } = element;
  if (type === 'radio_buttons') return boxes(element, id, 'radio', kept ?? choiceOf(element), context);
  if (type === 'checkboxes' || type.startsWith('multi_')) return boxes(element, id, 'checkbox', kept ?? choicesOf(element), context);
  if (type.endsWith('_select')) return select(element, id, kept ?? choiceOf(element), context);
  if (type === 'datetimepicker') return moment(id, kept ?? element.initial_date_time);
  const value = kept ?? element.initial_value ?? element.initial_date ?? element.initial_time ?? '';
  const common = {
    id,
    'aria-required': String(true),
    maxlength: element.max_length,
    placeholder: element.placeholder && decode(element.placeholder.text),
  };
  if (type === 'plain_text_input' && element.multiline) {
    const node = h('textarea', { ...common, rows: 4 });
    node.value = value;
    return { node, read: () => node.value };
  }
  const node = h('input', {
    ...common,
    type: NATIVE[type] ?? 'text',
    autocomplete: 'off',
    step: element.is_decimal_allowed ? 'any' : undefined,
  });
  node.value = value;
  return { node, read: () => (type.endsWith('picker') && node.value === '' ? undefined : node.value) };
}

/** Slack's moments are seconds since 1970; the browser's are the clock on this wall. */
function moment(id, seconds) {
  const node = h('input', { id, type: 'datetime-local', 'aria-required': String(true) });
  if (seconds) {
    const at = new Date(Number(seconds) * 1_000);
    node.value = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
  return { node, read: () => (node.value === '' ? undefined : String(Math.floor(new Date(node.value).getTime() / 1_000))) };
}

function boxes(element, id, kind, chosen, context) {
  const inputs = optionsOf(element, context).map(({ value, label, description }, index) => {
    const input = h('input', { type: kind, name: id, value, id: `${id}-${index}` });
    input.checked = kind === 'radio' ? value === chosen : chosen.includes(value);
    return { input, node: h('label', { class: 'option' }, input, h('span', {}, label, description && h('small', {}, description))) };
  });
  const marked = () => inputs.filter(({ input }) => input.checked).map(({ input }) => input.value);
  return {
    group: true,
    node: h(
      'div',
      { class: 'options' },
      inputs.map(({ node }) => node),
    ),
    read: kind === 'radio' ? () => marked()[0] : marked,
  };
}

function select(element, id, chosen, context) {
  const node = h(
    'select',
    { id },
    h('option', { value: '' }, decode(element.placeholder?.text ?? words.chat.choose)),
    optionsOf(element, context).map(({ value, label }) => h('option', { value }, label)),
  );
  node.value = chosen ?? '';
  return { node, read: () => node.value || undefined };
}

/** Asks once more, as a button with `confirm` does; resolves to whether the person agreed. */
export function ask(confirm, context) {
  const dialog = byId('confirm');
  return new Promise((resolve) => {
    dialog.replaceChildren(
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'confirm-title' }, textNodes(confirm.title, context)),
        h('div', { class: 'modal-body' }, h('p', {}, textNodes(confirm.text, context))),
        h(
          'div',
          { class: 'modal-buttons' },
          h('button', { class: 'button', value: 'no' }, textNodes(confirm.deny, context)),
          h('button', { class: `button ${confirm.style ?? 'primary'}`, value: 'yes' }, textNodes(confirm.confirm, context)),
        ),
      ),
    );
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });
}
