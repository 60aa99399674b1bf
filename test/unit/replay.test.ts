import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Breakable } from '../../sandbox/coupon/conditions.ts';
import { Simulation } from '../../sandbox/coupon/simulation.ts';
import { type RecordingFile, recordingSchema } from '../../src/domain/replay/recording.ts';
import { play, type ReplayEvent } from '../../src/workflows/replay/play.ts';
import { couponPlaybook } from '../support/shipped-playbook.ts';
import { presenterIn } from '../support/view-examples.ts';

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
    spawnSync(process.execPath, ['--import', 'tsx', 'src/replay.ts', ...args], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '../..'),
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

  it.each([
    ['no such file', ['nowhere.json'], /nowhere\.json cannot be read/],
    ['nothing given', [], /npm run replay -- recording\.json/],
    ['not a recording', [join(import.meta.dirname, '../../package.json')], /is not a recording/],
    ['a span that is none', ['record', '--last', 'soon'], /Say how much to record with --last 2h/],
  ])('refuses %s with what to do', (_, args, message) => {
    const { stderr, status } = run(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
