import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { IncomingAlert } from '../../../src/domain/alerts/alert.ts';
import { type Recording, recordingSchema } from '../../../src/domain/replay/recording.ts';
import { AlertInbox } from '../../../src/workflows/alerts/alert-inbox.ts';
import { play } from '../../../src/workflows/replay/play.ts';
import { program } from '../../support/bots/programs.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const ROOT = join(import.meta.dirname, '../../..');

async function said(s: Scenario, fingerprint: string, status: IncomingAlert['status'], severity = 'warning'): Promise<void> {
  const payload = { fingerprint, status, title: `Alert ${fingerprint}`, labels: { severity } };
  await new AlertInbox(s.app.runtime).take([{ source: 'generic', receivedAt: s.now(), payload }]);
  await s.settle();
}

/** What `npm run replay -- record` prints, asked as the bot is configured. */
async function recorded(s: Scenario, last: string): Promise<{ recording: Recording; stderr: string }> {
  const { PATH = '' } = process.env;
  const env = { PATH, ...s.world.environment, PROMETHEUS_URL: '', DATABASE_URL: s.app.runtime.storage.url };
  const args = [program('replay'), 'record', '--last', last, '--until', s.now().toISOString()];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  return { recording: recordingSchema.parse(JSON.parse(stdout)), stderr };
}

it('records what alerts said from the database, and plays it again', async () => {
  const s = await scenario(CALM);
  await said(s, 'old', 'firing');
  await said(s, 'over', 'firing');
  await said(s, 'over', 'resolved');
  await s.advance('30m');
  for (let n = 0; n < 3; n += 1) await said(s, 'a', 'firing');
  await s.advance('1m');
  await said(s, 'a', 'firing', 'critical');
  await s.advance('4m');
  await said(s, 'a', 'resolved');
  await said(s, 'old', 'resolved');
  const { recording, stderr } = await recorded(s, '10m');
  expect(stderr).toMatch(/kafka_lag left out: /);
  expect(stderr).not.toMatch(/alerts left out/);
  expect(recording.alerts.map(({ fingerprint, status, labels }) => [fingerprint, status, labels.severity])).toEqual([
    ['old', 'firing', 'warning'],
    ['a', 'firing', 'warning'],
    ['a', 'firing', 'critical'],
    ['a', 'resolved', 'critical'],
    ['old', 'resolved', 'warning'],
  ]);
  expect(recording.alerts[0]?.at).toEqual(recording.from);
  const kinds = play(s.app.runtime.playbook, recording, presenterIn('en')).map(({ kind }) => kind);
  expect(kinds).toEqual(['opened', 'joined', 'joined', 'raised', 'resolved', 'resolved', 'calm']);
  s.takeAll();
});
