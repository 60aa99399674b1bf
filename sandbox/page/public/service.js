import { byId, h, keepChildren } from './dom.js';

/** The watched system: five ways to break it, and its numbers. `act(name, input)` does it. */
export class ServicePanel {
  constructor({ facts, act }) {
    this.facts = facts;
    this.act = act;
    this.switches = h('div', { class: 'switches' });
    this.healAll = h('button', { type: 'button', class: 'button', onclick: () => void act('heal', {}) }, 'Heal everything');
    this.main = h('div', { class: 'numbers' });
    this.rest = h('div', { class: 'numbers' });
    byId('service').replaceChildren(
      h('h2', {}, 'Coupon service'),
      h('p', { class: 'quiet' }, 'A simulated service, watched by the real bot. Break it and see what the briefing says.'),
      this.switches,
      this.healAll,
      h('h3', {}, 'Its numbers now'),
      this.main,
      h('details', {}, h('summary', {}, 'All signals'), this.rest),
      h('p', {}, h('a', { href: 'api/recording', download: 'recording.json' }, 'Download a recording'), ' for npm run replay.'),
    );
  }

  draw({ values, broken }) {
    const down = new Set(broken.map(({ scenario }) => scenario));
    this.healAll.disabled = down.size === 0;
    keepChildren(
      this.switches,
      this.facts.scenarios.map((scenario) => ({
        key: scenario.id,
        mark: String(down.has(scenario.id)),
        make: () => this.switch(scenario, down.has(scenario.id)),
      })),
    );
    for (const [parent, shown] of [
      [this.main, true],
      [this.rest, false],
    ]) {
      const signals = this.facts.signals.filter((signal) => signal.shown === shown);
      keepChildren(
        parent,
        signals.map((signal) => {
          const text = valueText(values[signal.key], signal.unit);
          const level = levelOf(signal, values[signal.key]);
          return { key: signal.key, mark: `${text} ${level}`, make: () => row(signal, text, level) };
        }),
      );
    }
  }

  switch({ id, title, effect }, down) {
    return h(
      'div',
      { class: down ? 'switch down' : 'switch' },
      h('p', { title: effect }, h('b', {}, id), ` ${title}`),
      h(
        'button',
        {
          type: 'button',
          class: down ? 'button' : 'button danger',
          'data-focus': id,
          'aria-label': `${down ? 'Heal' : 'Break'} ${id}, ${title}`,
          onclick: () => void this.act(down ? 'heal' : 'break', { scenario: id }),
        },
        down ? 'Heal' : 'Break',
      ),
    );
  }
}

function row(signal, text, level) {
  const sign = { critical: '✕ critical', warning: '▲ warning' }[level];
  return h(
    'div',
    { class: `number ${level}` },
    h('span', {}, signal.title),
    h('span', { class: 'value' }, text, sign && h('small', {}, ` ${sign}`)),
  );
}

function levelOf({ thresholds }, value) {
  if (value === undefined) return '';
  const passed = thresholds.filter(({ above }) => value > above).map(({ level }) => level);
  return passed.includes('critical') ? 'critical' : passed.includes('warning') ? 'warning' : '';
}

function valueText(value, unit) {
  if (value === undefined) return 'no data';
  const digits = (amount) => amount.toLocaleString('en-US', { maximumFractionDigits: Math.abs(amount) < 9.95 ? 1 : 0 });
  const bytes = (amount) => {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log2(Math.max(1, amount)) / 10)));
    return `${digits(amount / 1_024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
  };
  switch (unit) {
    case 'seconds':
      return value < 1 ? `${digits(value * 1_000)} ms` : `${digits(value)} s`;
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'per-second':
      return `${digits(value)}/s`;
    case 'bytes':
      return bytes(value);
    case 'bytes-per-second':
      return `${bytes(value)}/s`;
    default:
      return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  }
}
