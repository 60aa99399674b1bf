import type { DialValue, TargetSpec } from '../../../src/domain/mitigation/targets.ts';
import type { MitigationSpec } from '../../../src/domain/playbook/schema.ts';

/** A kind of mitigation tried on an address of the team's own. */
export interface Case {
  does: string;
  /** What the address answers at first. */
  settings: Record<string, DialValue>;
  /** Its fields, in the order of `on`. */
  on: readonly string[];
  with?: Record<string, unknown>;
  limits?: MitigationSpec['limits'];
  chosen?: Record<string, DialValue>;
  /** Where each change of the plan leads from and to. */
  changes: readonly (readonly [from: DialValue, to: DialValue])[];
  /** What is different afterwards; fields that only get a mark are named in `marks`. */
  after: Record<string, DialValue>;
  marks?: readonly string[];
  forGood?: true;
  /** When the playbook must name another target than this address. */
  target?: TargetSpec;
}

const SETTING: TargetSpec = { postgres: { setting: 'statement_timeout' } };
/** One or more for each kind that sets something to another value. */
export const CASES: readonly Case[] = [
  { does: 'rate-limit', settings: { limit: 0 }, on: ['limit'], with: { rate: 150 }, changes: [[0, 150]], after: { limit: 150 } },
  { does: 'rate-limit', settings: { limit: 500 }, on: ['limit'], chosen: { to: '80' }, changes: [[500, 80]], after: { limit: 80 } },
  {
    does: 'restart-consumers',
    settings: { mark: null },
    on: ['mark'],
    changes: [[null, 'restart']],
    after: {},
    marks: ['mark'],
    forGood: true,
  },
  {
    does: 'scale-consumers',
    settings: { consumers: 6 },
    on: ['consumers'],
    with: { factor: 4, partitionsSignal: 'kafka_partitions' },
    changes: [[6, 12]],
    after: { consumers: 12 },
  },
  {
    does: 'grow-db-pool',
    settings: { api: 12, consumer: 8 },
    on: ['api', 'consumer'],
    with: { factor: 1.5, maxConnections: 100 },
    changes: [
      [12, 18],
      [8, 12],
    ],
    after: { api: 18, consumer: 12 },
  },
  { does: 'spread-load', settings: { instances: 2 }, on: ['instances'], limits: { max: 3 }, changes: [[2, 3]], after: { instances: 3 } },
  {
    does: 'redefine-lock-script',
    settings: { script: 'lock', candidate: null, share: 0 },
    on: ['script', 'candidate', 'share'],
    with: { version: 'atomic', errorSignal: 'error_rate', maxErrors: 0.5 },
    changes: [['lock', 'atomic']],
    after: { script: 'atomic' },
  },
  {
    does: 'tune-gc',
    settings: { profile: 'throughput', mark: 'yesterday' },
    on: ['profile', 'mark'],
    limits: { choices: ['throughput', 'low-pause'] },
    changes: [
      ['throughput', 'low-pause'],
      ['yesterday', 'restart'],
    ],
    after: { profile: 'low-pause' },
    marks: ['mark'],
  },
  {
    does: 'offload-reads',
    settings: { share: 0 },
    on: ['share'],
    with: { share: 0.4, lagSignal: 'db_query_time', maxLagSeconds: 60 },
    changes: [[0, 0.4]],
    after: { share: 0.4 },
  },
  { does: 'tune-db', settings: { t: 0 }, on: ['t'], with: { value: '50' }, changes: [[0, 50]], after: { t: 50 }, target: SETTING },
  {
    does: 'set-offsets',
    settings: { offsets: '0:120,1:98' },
    on: ['offsets'],
    chosen: { to: 'latest' },
    changes: [['0:120,1:98', 'latest']],
    after: { offsets: 'latest' },
    target: { kafka: { topic: 'coupon-requests', set: 'offsets', group: 'coupon-issuer' } },
  },
  { does: 'add-partitions', settings: { partitions: 4 }, on: ['partitions'], changes: [[4, 8]], after: { partitions: 8 }, forGood: true },
  { does: 'scale-workload', settings: { n: 2 }, on: ['n'], with: { step: 3 }, limits: { max: 4 }, changes: [[2, 4]], after: { n: 4 } },
  { does: 'scale-workload', settings: { n: 6 }, on: ['n'], chosen: { to: '1' }, changes: [[6, 1]], after: { n: 1 } },
  {
    does: 'restart-workload',
    settings: { mark: null, other: 'before' },
    on: ['mark', 'other'],
    changes: [
      [null, 'restart'],
      ['before', 'restart'],
    ],
    after: {},
    marks: ['mark', 'other'],
    forGood: true,
  },
  {
    does: 'set-value',
    settings: { mode: 'normal' },
    on: ['mode'],
    limits: { choices: ['normal', 'lite'] },
    changes: [['normal', 'lite']],
    after: { mode: 'lite' },
  },
  {
    does: 'set-value',
    settings: { timeout: 30, retries: 3 },
    on: ['timeout', 'retries'],
    with: { value: 1 },
    limits: { min: 1, max: 60 },
    changes: [
      [30, 1],
      [3, 1],
    ],
    after: { timeout: 1, retries: 1 },
  },
  { does: 'feature-flag', settings: { search: true }, on: ['search'], changes: [[true, false]], after: { search: false } },
  {
    does: 'feature-flag',
    settings: { search: 'off' },
    on: ['search'],
    with: { on: 'beta', off: 'off' },
    chosen: { to: 'on' },
    changes: [['off', 'beta']],
    after: { search: 'beta' },
  },
  {
    does: 'roll-back',
    settings: { version: '1.9' },
    on: ['version'],
    with: { version: '1.8' },
    changes: [['1.9', '1.8']],
    after: { version: '1.8' },
  },
  {
    does: 'run-command',
    settings: { node: 'serving' },
    on: ['node'],
    changes: [['serving', 'drained']],
    after: { node: 'drained' },
    target: { command: { run: ['/opt/ops/drain'], undo: ['/opt/ops/fill'], read: ['/opt/ops/state'], done: 'drained' } },
  },
  {
    does: 'call-webhook',
    settings: { cache: 'warm' },
    on: ['cache'],
    changes: [['warm', 'flushed']],
    after: { cache: 'flushed' },
    target: {
      webhook: { url: 'http://127.0.0.1:1/flush', state: 'http://127.0.0.1:1/state', field: 'cache', done: 'flushed', send: 'json' },
    },
    forGood: true,
  },
];
/** Tried in mitigations.test.ts, or in test/scenarios/public/public-status.test.ts. */
export const ELSEWHERE = ['end-session', 'waiting-screen', 'post-notice', 'spread-traffic'];
