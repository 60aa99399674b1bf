import { clock } from '../chat/messages.js';
import { byId, h, keepChildren } from '../dom.js';
import { words } from '../words/words.js';
import { spanText } from './values.js';

const SPEEDS = [0, 1 / 3, 1, 2, 4, 10];
const MINUTE_MS = 60_000;
/** What the page may put the clock forward by at once. */
const LONGEST_SKIP_MS = 15 * MINUTE_MS;

/** What goes on behind Slack: the clock and what is waited for, and every call to Slack and Zoom. `act(name, input)` steers it. */
export class Machine {
  constructor({ facts, act }) {
    Object.assign(this, { facts, act });
    this.time = h('p', { class: 'time' });
    this.speeds = h('div', { class: 'speeds', role: 'group', 'aria-label': 'TIME_SCALE' });
    this.waiting = h('ol', { class: 'waiting', 'aria-label': words.behind.doesNext });
    this.toNext = h('button', { type: 'button', class: 'button', onclick: () => this.skipTo('deadline') }, words.behind.toDeadline);
    byId('clock').replaceChildren(
      h('h2', {}, words.behind.clock),
      this.time,
      h('h3', {}, 'TIME_SCALE'),
      this.speeds,
      h('p', { class: 'quiet' }, words.behind.clockNote(facts.timeScale)),
      h(
        'div',
        { class: 'buttons' },
        this.toNext,
        h('button', { type: 'button', class: 'button', onclick: () => void act('skip', { ms: MINUTE_MS }) }, words.behind.minuteAhead),
      ),
      h('h3', {}, words.behind.waitsFor),
      this.waiting,
    );
    this.troubles = h('div', { class: 'troubles' });
    this.calls = h('ol', { class: 'calls', 'aria-label': words.behind.callsLabel });
    byId('calls').replaceChildren(
      h('h2', {}, words.behind.vendors),
      h('p', { class: 'quiet' }, words.behind.vendorsNote),
      this.troubles,
      h('h3', {}, words.behind.calls),
      this.calls,
    );
  }

  draw({ clock: { at, speed }, waiting, troubles }) {
    this.state = { at, waiting };
    const scale = round(this.facts.timeScale * speed);
    this.time.textContent = at === 0 ? '' : clock(new Date(at));
    byId('speed').textContent = speed === 0 ? words.behind.standsStill : words.behind.pace({ scale, span: spanText(1_800_000 / scale) });
    keepChildren(
      this.speeds,
      SPEEDS.map((it) => ({ key: String(it), mark: String(it === speed), make: () => this.speedButton(it, it === speed) })),
    );
    this.toNext.disabled = !waiting.some(({ kind }) => kind === 'deadline');
    keepChildren(
      this.waiting,
      waiting.slice(0, 24).map(({ at: due, what, kind, incident }, index) => {
        const left = spanText(new Date(due).getTime() - at);
        // Several rows may read alike.
        return { key: `${kind} ${incident} ${what} ${due} ${index}`, mark: left, make: () => waitingRow({ kind, what, incident, left }) };
      }),
    );
    keepChildren(
      this.troubles,
      ['slack', 'zoom'].map((vendor) => ({ key: vendor, mark: troubles[vendor], make: () => this.trouble(vendor, troubles[vendor]) })),
    );
  }

  drawCalls(calls) {
    keepChildren(
      this.calls,
      calls.map((call, index) => ({
        key: `${call.at} ${call.name} ${calls.slice(index).filter(({ at, name }) => at === call.at && name === call.name).length}`,
        mark: call.outcome,
        make: () => callRow(call),
      })),
    );
  }

  /** Puts the clock forward to the next row of this kind; `false` when there is none soon. */
  skipTo(kind) {
    const next = this.state?.waiting.find((it) => it.kind === kind);
    if (!next) return false;
    const ms = Math.max(0, new Date(next.at).getTime() - this.state.at);
    void this.act('skip', { ms: Math.min(ms, LONGEST_SKIP_MS) });
    return true;
  }

  speedButton(speed, on) {
    const scale = round(this.facts.timeScale * speed);
    return h(
      'button',
      {
        type: 'button',
        class: 'button',
        'aria-pressed': String(on),
        'data-focus': `speed ${speed}`,
        onclick: () => void this.act('speed', { speed }),
      },
      speed === 0 ? words.behind.pause : String(scale),
    );
  }

  trouble(vendor, now) {
    const id = `trouble-${vendor}`;
    return h(
      'div',
      { class: now === 'none' ? 'trouble' : 'trouble on' },
      h('label', { for: id }, { slack: 'Slack', zoom: 'Zoom' }[vendor]),
      h(
        'select',
        { id, 'data-focus': id, onchange: (event) => void this.act('trouble', { vendor, trouble: event.target.value }) },
        this.facts.troubles.map(({ key, label }) => h('option', { value: key, selected: key === now }, label)),
      ),
    );
  }
}

function waitingRow({ kind, what, incident, left }) {
  return h(
    'li',
    { class: `wait ${kind}` },
    h('span', {}, what, incident !== undefined && h('span', { class: 'quiet' }, ` #${incident}`)),
    h('span', { class: 'left' }, left === spanText(0) ? words.behind.now : left),
  );
}

function callRow({ vendor, name, at, tookMs, outcome, ok, about }) {
  return h(
    'li',
    { class: ok ? 'call' : 'call failed' },
    h('time', {}, clock(new Date(at))),
    h('span', {}, h('b', {}, vendor), ` ${name}`, about && h('span', { class: 'quiet about', title: about }, about)),
    h(
      'span',
      { class: 'left' },
      ok ? '' : `✕ ${outcome === 'reply-lost' ? words.behind.replyLost : outcome} `,
      tookMs === undefined ? words.behind.underWay : words.behind.unit.milliseconds(tookMs),
    ),
  );
}

function round(value) {
  return Math.round(value * 100) / 100;
}
