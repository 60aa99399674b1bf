import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Breakable } from '../../../sandbox/coupon/conditions.ts';
import { Simulation } from '../../../sandbox/coupon/simulation.ts';
import type { Metrics, Sample } from '../../../src/domain/ports/metrics.ts';
import { type RecordingFile, recordingSchema, samplesOf } from '../../../src/domain/replay/recording.ts';
import { play, type ReplayEvent } from '../../../src/workflows/replay/play.ts';
import { record } from '../../../src/workflows/replay/record.ts';
import { program } from '../../support/bots/programs.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { threeServices } from '../../support/scenario/three-services.ts';

const playbook = couponPlaybook();
const START = Date.parse('2026-03-02T05:00:00Z');
const MINUTE = 60_000;

/** An hour of calm, then so many minutes broken, then so many mended. */
function recorded(what: { scenario: Breakable; cause: string } | undefined, minutes: { broken: number; after: number }): RecordingFile {
  let nowMs = START;
  const simulation = new Simulation({ seed: 5, speed: 1, now: () => new Date(nowMs), calmMs: 60 * MINUTE });
  if (what) simulation.break(what.scenario, { cause: what.cause });
  for (let minute = 0; minute < minutes.broken + minutes.after; minute += 1) {
    if (minute === minutes.broken) simulation.heal();
    nowMs += MINUTE;
    simulation.catchUp();
  }
  const [from, to] = [START - 60 * MINUTE, nowMs];
  const signals = simulation.recorded(from, to);
  return { version: 1, service: 'coupon', from: new Date(from).toISOString(), to: new Date(to).toISOString(), signals };
}

const played = (file: RecordingFile): ReplayEvent[] => play(playbook, recordingSchema.parse(file), presenterIn('en'));
const minutesIn = ({ at }: ReplayEvent): number => (at.getTime() - START) / MINUTE;

describe('a recorded fault', () => {
  const events = played(recorded({ scenario: 'S3', cause: 'long-transactions' }, { broken: 10, after: 20 }));
  const of = (kind: ReplayEvent['kind']) => events.filter((event) => event.kind === kind);

  it('would have opened one incident within two minutes, at the severity that the playbook says', () => {
    const [opened, ...more] = of('opened');
    expect(more).toEqual([]);
    expect(opened).toMatchObject({ incident: 1 });
    expect(opened && minutesIn(opened)).toBeLessThan(2);
    expect(opened?.briefing).toMatch(/SEV[123]/);
    expect(
      of('raised')
        .concat(of('opened'))
        .map(({ severity }) => severity),
    ).toContain('sev1');
  });

  it('would have named its cause while it lasted', () => {
    const [likely] = of('likely');
    expect(likely).toMatchObject({ scenario: 'S3', text: expect.stringContaining('S3/long-transactions') });
    expect(likely && minutesIn(likely)).toBeLessThan(10);
  });

  it('would have ended after it was mended', () => {
    const [calm] = of('calm');
    expect(calm && minutesIn(calm)).toBeGreaterThan(10);
    expect(events.at(-1)?.kind).toBe('calm');
  });
});

it('says nothing of an hour in which nothing happened', () => {
  expect(played(recorded(undefined, { broken: 0, after: 30 }))).toEqual([]);
});

it('plays recorded alerts by the playbook’s rules: grouped, raised, over', () => {
  const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();
  const alert = { source: 'alertmanager', fingerprint: 'a', title: 'Lag', labels: { severity: 'warning' } };
  const worse = { source: 'alertmanager', fingerprint: 'b', title: 'Down', labels: { severity: 'critical' } };
  const file: RecordingFile = {
    version: 1,
    service: 'coupon',
    from: at(0),
    to: at(30),
    signals: {},
    alerts: [
      { ...alert, at: at(1), status: 'firing' },
      { ...worse, at: at(2), status: 'firing' },
      { ...alert, at: at(9), status: 'resolved' },
      { ...worse, at: at(10), status: 'resolved' },
    ],
  };
  expect(played(file).map(({ kind }) => kind)).toEqual(['opened', 'joined', 'raised', 'resolved', 'resolved', 'calm']);
});

describe('npm run replay', () => {
  const directory = mkdtempSync(join(tmpdir(), 'replay-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program('replay'), ...args], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '../../..'),
    });

  it('prints when an incident would have been opened, and what it would have been called', () => {
    const path = join(directory, 'recording.json');
    writeFileSync(path, JSON.stringify(recorded({ scenario: 'S4', cause: 'lock-held-long' }, { broken: 8, after: 15 })));
    const { stdout, status } = run(path);
    expect(stdout).toMatch(
      /#1 {2}opens as SEV[123].*[\s\S]*likely cause: Lock held too long \(S4\/lock-held-long\)[\s\S]*1 incident would have been opened\./,
    );
    expect(status).toBe(0);
    expect(JSON.parse(run(path, '--json').stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'opened' })]));
  });

  it('takes the service that was recorded from a folder of several, also by the file of any of them', () => {
    for (const { name, text } of threeServices()) writeFileSync(join(directory, name), text);
    const path = join(directory, 'shop.json');
    writeFileSync(
      path,
      JSON.stringify({ ...recorded({ scenario: 'S4', cause: 'lock-held-long' }, { broken: 8, after: 15 }), service: 'shop' }),
    );
    for (const playbook of [directory, join(directory, 'batch.yml')]) {
      expect(run(path, '--playbook', playbook).stdout).toContain('1 incident would have been opened.');
    }
    writeFileSync(
      path,
      JSON.stringify({ ...recorded({ scenario: 'S4', cause: 'lock-held-long' }, { broken: 8, after: 15 }), service: 'nobodys' }),
    );
    expect(run(path, '--playbook', join(directory, 'batch.yml')).stderr).toMatch(/The recording is of nobodys, the playbook of batch/);
  });

  it.each([
    ['no such file', ['nowhere.json'], /nowhere\.json cannot be read/],
    ['nothing given', [], /npm run replay -- recording\.json/],
    ['not a recording', [join(import.meta.dirname, '../../../package.json')], /is not a recording/],
    ['a span that is none', ['record', '--last', 'soon'], /Say how much to record with --last 2h/],
  ])('refuses %s with what to do', (_, args, message) => {
    const { stderr, status } = run(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('met-E3: what was measured only in part', () => {
  const doubts = [{ code: 'partial' as const, words: ['store-2 is down'] }];
  const seconds = (minute: number) => (START + minute * MINUTE) / 1_000;

  it('is recorded as such, and read as such again', async () => {
    const at = (minute: number) => new Date(START + minute * MINUTE);
    const read: Sample[] = [0, 1, 2, 3, 4].map((minute) => ({
      at: at(minute),
      value: minute,
      ...([1, 2, 4].includes(minute) && { doubts }),
    }));
    const source = { instant: async () => undefined, range: async () => read };
    const metrics: Metrics = { source: () => source, close: async () => {} };
    const one = { ...playbook, signals: { kafka_lag: playbook.signals.kafka_lag } } as typeof playbook;
    const span = { from: at(0), to: at(4), stepMs: MINUTE, timeoutMs: 1_000 };
    const { recording, missing } = await record(one, { metrics, history: async () => [] }, span);
    expect(missing).toEqual([]);
    expect(recording.doubtful).toEqual({
      kafka_lag: [
        { from: seconds(1), to: seconds(2), doubts },
        { from: seconds(4), to: seconds(4), doubts },
      ],
    });
    expect(samplesOf(recordingSchema.parse(JSON.parse(JSON.stringify(recording))), 'kafka_lag')).toEqual(read);
  });

  it('would have raised an incident and ended none', () => {
    const file = recorded({ scenario: 'S2', cause: 'few-consumers' }, { broken: 5, after: 25 });
    const parts = { kafka_lag: [{ from: seconds(0), to: seconds(60), doubts }] };
    const lag = (event: ReplayEvent) => /Kafka lag/.test(event.text);
    expect(
      played(file)
        .filter(lag)
        .map(({ kind }) => kind),
    ).toEqual(expect.arrayContaining(['resolved']));
    const events = played({ ...file, doubtful: parts });
    expect(events.filter(lag).map(({ kind }) => kind)).not.toContain('resolved');
    expect(events.find(({ kind }) => kind === 'opened')?.briefing).toBeDefined();
    expect(events.map(({ kind }) => kind)).not.toContain('calm');
  });
});
