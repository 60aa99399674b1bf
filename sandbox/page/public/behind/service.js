import { byId, h, keepChildren } from '../dom.js';
import { language } from '../language.js';
import { words } from '../words/words.js';
import { Diagram } from './diagram.js';
import { levelOf, valueText } from './values.js';

/** The watched system: five ways to break it, its parts with their curves, and its numbers. `act(name, input)` does it. */
export class ServicePanel {
  constructor({ facts, act }) {
    this.facts = facts;
    this.act = act;
    /** What is chosen for a scenario that is not broken yet. */
    this.chosen = new Map(facts.scenarios.map(({ id, causes }) => [id, { cause: causes[0]?.key, strength: 1 }]));
    /** Whose cause and strength are shown. */
    this.opened = new Set();
    this.diagram = new Diagram(facts);
    this.switches = h('div', { class: 'switches' });
    this.healAll = h('button', { type: 'button', class: 'button', onclick: () => void act('heal', {}) }, words.behind.healAll);
    this.numbers = h('div', { class: 'numbers' });
    byId('service').replaceChildren(
      h('h2', {}, facts.service.madeUp ? facts.service.name : words.behind.service),
      this.switches,
      this.healAll,
      this.diagram.node,
      h('details', {}, h('summary', {}, words.behind.allSignals), this.numbers),
      h('p', {}, h('a', { href: 'api/recording', download: 'recording.json' }, words.behind.recording), words.behind.recordingFor),
      h('h3', {}, words.behind.outside),
      outside(facts),
    );
    fetch('/api/curves')
      .then((response) => response.json())
      .then(
        ({ signals }) => this.diagram.begin(signals),
        () => {},
      );
  }

  draw(service) {
    this.last = service;
    const { values, broken } = service;
    const down = new Map(broken.map((it) => [it.scenario, it]));
    this.healAll.hidden = down.size < 2;
    keepChildren(
      this.switches,
      this.facts.scenarios.map((scenario) => ({
        key: scenario.id,
        mark: JSON.stringify([down.get(scenario.id), this.opened.has(scenario.id)]),
        make: () => this.switch(scenario, down.get(scenario.id)),
      })),
    );
    this.diagram.draw(service);
    keepChildren(
      this.numbers,
      this.facts.signals.map((signal) => {
        const text = valueText(values[signal.key], signal.unit);
        const level = levelOf(signal, values[signal.key]);
        return { key: signal.key, mark: `${text} ${level}`, make: () => row(signal, text, level) };
      }),
    );
  }

  switch({ id, title, effect, causes }, down) {
    const how = down ?? this.chosen.get(id);
    const change = (part) => {
      this.chosen.set(id, { cause: how.cause, strength: how.strength, ...this.chosen.get(id), ...part });
      if (down) this.break(id);
    };
    const strength = h('output', {}, `${how.strength}×`);
    return h(
      'div',
      { class: down ? 'switch down' : 'switch', 'data-scenario': id },
      h(
        'div',
        { class: 'switch-head' },
        h('p', { title: effect }, h('b', {}, id), ` ${title}`),
        h(
          'button',
          {
            type: 'button',
            class: 'plain',
            'data-focus': `${id} how`,
            'aria-expanded': String(this.opened.has(id)),
            'aria-label': words.behind.how(id),
            title: words.behind.howTitle,
            onclick: () => this.toggle(id),
          },
          '⚙',
        ),
        h(
          'button',
          {
            type: 'button',
            class: down ? 'button' : 'button danger',
            'data-focus': id,
            'aria-label': words.behind[down ? 'healLabel' : 'breakLabel']({ id, title }),
            onclick: () => (down ? void this.act('heal', { scenario: id }) : this.break(id)),
          },
          down ? words.behind.heal : words.behind.break,
        ),
      ),
      h(
        'div',
        { class: 'switch-how', hidden: !this.opened.has(id) },
        h(
          'select',
          {
            'aria-label': words.behind.cause(id),
            'data-focus': `${id} cause`,
            onchange: (event) => change({ cause: event.target.value }),
          },
          causes.map(({ key, title: cause }) => h('option', { value: key, selected: key === how.cause }, cause)),
        ),
        h(
          'label',
          {},
          h('span', { class: 'hidden' }, words.behind.strength(id)),
          h('input', {
            type: 'range',
            min: 0.5,
            max: 3,
            step: 0.5,
            value: how.strength,
            'data-focus': `${id} strength`,
            oninput: (event) => {
              strength.textContent = `${event.target.value}×`;
            },
            onchange: (event) => change({ strength: Number(event.target.value) }),
          }),
          strength,
        ),
      ),
    );
  }

  toggle(id) {
    if (!this.opened.delete(id)) this.opened.add(id);
    if (this.last) this.draw(this.last);
  }

  break(id) {
    const { cause, strength } = this.chosen.get(id);
    void this.act('break', { scenario: id, strength, ...(cause !== undefined && { cause }) });
  }
}

function row(signal, text, level) {
  const sign = { critical: '✕', warning: '▲' }[level];
  return h(
    'div',
    { class: `number ${level}` },
    h('span', {}, signal.title),
    h('span', { class: 'value' }, text, sign && h('small', {}, ` ${sign} ${words.behind.level[level]}`)),
  );
}

/** The bot's own pages, and how an alert gets in. */
function outside({ bot: { url, alertToken }, service: { madeUp }, scenarios }) {
  const page = (path, text) => h('li', {}, h('a', { href: `${url}${path}`, target: '_blank', rel: 'noopener' }, text));
  const title = (madeUp && scenarios[0]?.title) || 'Coupons are late';
  const alert = `curl ${url}/alerts/generic -H 'Authorization: Bearer ${alertToken}' -H 'Content-Type: application/json' -d '{"title":"${title}","labels":{"severity":"critical"}}'`;
  return h(
    'ul',
    { class: 'outside' },
    page('/status', words.behind.statusPage),
    !madeUp && page(`/shop?language=${language}`, words.behind.shop),
    h('li', {}, words.behind.sendAlert, h('code', { tabindex: '0' }, alert)),
  );
}
