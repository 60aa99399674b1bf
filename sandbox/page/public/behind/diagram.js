import { h, keepChildren, svg } from '../dom.js';
import { words } from '../words/words.js';
import { levelOf, valueText } from './values.js';

/** What a curve shows, in milliseconds of the world's time. */
const SHOWN_MS = 4 * 60_000;
const WIDTH = 96;
const HEIGHT = 26;

const { dial } = words.behind;

/** The coupon service's parts in the order in which a request passes them: the signal that each is known by, and what operators can turn. */
const PARTS = [
  { id: 'users', signal: 'request_rate', also: 'error_rate', dials: () => [] },
  {
    id: 'api',
    signal: 'response_time_p95',
    dials: ({ apiInstances, issuesPerSecond }) => [
      [dial.instances, apiInstances],
      [dial.limit, issuesPerSecond > 0 ? words.behind.unit.perSecond(issuesPerSecond) : words.behind.noLimit],
    ],
  },
  {
    id: 'lock',
    signal: 'redis_lock_wait',
    dials: ({ lockScript, lockCandidate, lockCanary }) => [
      [dial.script, lockCandidate === null ? lockScript : `${lockScript}, ${percent(lockCanary)} ${lockCandidate}`],
    ],
  },
  {
    id: 'pool',
    signal: 'db_pool_used',
    dials: ({ poolSize, replicaShare }) => [
      [dial.size, poolSize],
      [dial.replica, percent(replicaShare)],
    ],
  },
  { id: 'kafka', signal: 'kafka_lag', dials: ({ partitions }) => [[dial.partitions, partitions]] },
  {
    id: 'consumers',
    signal: 'kafka_consume_rate',
    dials: ({ consumers, consumersRestartedAt }) => [
      [dial.instances, consumers],
      [dial.restarted, words.behind.restarted[consumersRestartedAt === null ? 'no' : 'yes']],
    ],
  },
  { id: 'jvm', signal: 'gc_pause_ratio', dials: ({ gcProfile }) => [[dial.collector, gcProfile]] },
];

/** Which part a scenario sits in; a response-time spike sits where its cause does. */
const BROKEN = { S2: 'consumers', S3: 'pool', S4: 'lock', S5: 'jvm' };
const SPIKE = { 'redis-lock': 'lock', 'kafka-delay': 'consumers', 'gc-pause': 'jvm', 'db-pool': 'pool' };

/** The service as a chain of parts with a curve each. One that no model knows has the parts that its playbook names, and nothing that could be turned. */
export class Diagram {
  constructor(facts) {
    const { madeUp, parts } = facts.service;
    this.parts = madeUp ? parts.map((part) => ({ ...part, dials: () => [] })) : PARTS;
    this.signals = new Map(facts.signals.map((signal) => [signal.key, signal]));
    this.calm = facts.controls;
    this.points = new Map(this.parts.map(({ signal }) => [signal, []]));
    this.node = h('ol', { class: 'diagram', 'aria-label': words.behind.diagram });
  }

  /** What was measured before the page was opened: by signal, seconds since 1970 and values. */
  begin(signals) {
    for (const [key, points] of this.points) {
      points.unshift(...(signals[key] ?? []).map(([seconds, value]) => ({ at: seconds * 1_000, value })));
    }
  }

  draw({ at, values, controls, cured, broken }) {
    const down = new Map(
      broken.map(({ scenario, cause }) => [
        scenario === 'S1' ? SPIKE[cause] : BROKEN[scenario],
        { scenario, state: cured.includes(scenario) ? 'cured' : 'broken' },
      ]),
    );
    keepChildren(
      this.node,
      this.parts.map((part) => {
        const points = this.points.get(part.signal);
        if (values[part.signal] !== undefined && at > (points.at(-1)?.at ?? 0)) points.push({ at, value: values[part.signal] });
        while (points.length > 0 && points[0].at < at - SHOWN_MS) points.shift();
        const turned = part.dials(controls);
        return {
          key: part.id,
          mark: JSON.stringify([at, turned, down.get(part.id)]),
          make: () => this.part(part, { at, values, turned, points, wrong: down.get(part.id) }),
        };
      }),
    );
  }

  part({ id, title, signal: key, also, dials }, { at, values, turned, points, wrong }) {
    const signal = this.signals.get(key);
    const level = signal ? levelOf(signal, values[key]) : '';
    const usual = new Map(dials(this.calm));
    const second = also && this.signals.get(also);
    const sign = { critical: '✕', warning: '▲' }[level];
    return h(
      'li',
      { class: `part ${level}`, 'data-part': id },
      h(
        'div',
        { class: 'part-head' },
        h('b', {}, title ?? words.behind.part[id]),
        wrong && h('span', { class: `part-${wrong.state}` }, words.behind[wrong.state](wrong.scenario)),
        h(
          'span',
          { class: 'part-value', title: signal?.title },
          sign && h('span', { class: 'hidden' }, `${words.behind.level[level]}: `),
          sign && h('span', { 'aria-hidden': 'true' }, `${sign} `),
          valueText(values[key], signal?.unit),
          h('span', { class: 'hidden' }, ` ${signal?.title ?? ''}`),
        ),
      ),
      h(
        'div',
        { class: 'part-body' },
        h(
          'p',
          { class: 'dials' },
          second && h('span', {}, `${second.title} `, h('b', {}, valueText(values[also], second.unit))),
          turned.map(([label, value]) =>
            h(
              'span',
              { class: usual.get(label) === value ? '' : 'turned' },
              `${label} `,
              usual.get(label) !== value && h('s', {}, String(usual.get(label))),
              ' ',
              h('b', {}, String(value)),
            ),
          ),
        ),
        curve(points, at, signal),
      ),
    );
  }
}

function percent(share) {
  return words.behind.unit.percent(Math.round(share * 100));
}

function curve(points, at, signal) {
  const limit = signal?.thresholds[0]?.above;
  const top = Math.max(limit === undefined ? 0 : limit * 1.15, ...points.map(({ value }) => value), Number.EPSILON) * 1.08;
  const x = (ms) => WIDTH - ((at - ms) / SHOWN_MS) * WIDTH;
  const y = (value) => HEIGHT - 1 - (value / top) * (HEIGHT - 2);
  const line = points.map((point) => `${x(point.at).toFixed(1)},${y(point.value).toFixed(1)}`).join(' ');
  return svg(
    'svg',
    { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
    limit !== undefined && svg('line', { class: 'curve-limit', x1: 0, x2: WIDTH, y1: y(limit), y2: y(limit) }),
    points.length > 1 && svg('polyline', { points: line }),
  );
}
