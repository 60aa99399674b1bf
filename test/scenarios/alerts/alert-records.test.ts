import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { alertsCheck } from '../../../src/cli/doctor/alerts.ts';
import type { Finding } from '../../../src/cli/doctor/check.ts';
import { loadConfig } from '../../../src/config.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { expectDetected } from '../../support/examples/detected.ts';
import { alertsOf, fire, post, quiet, settled } from '../../support/scenario/alert-sender.ts';
import { add, addAll, type Edit, editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

async function doctorSays(s: Scenario): Promise<Finding[]> {
  const config = loadConfig({
    SLACK_BOT_TOKEN: 'xoxb-x',
    SLACK_SIGNING_SECRET: 'signing-secret',
    ALERT_TOKEN: 'alert-token',
    DATABASE_URL: s.databaseUrl,
  });
  return await alertsCheck.run({ config, playbook: s.app.runtime.playbook, log: createLog({ level: 'silent' }), timeoutMs: 5_000 });
}

it('met-A2: doctor and /readyz tell what the doors refused, with the last of it as it came', async () => {
  const s = await scenario({ ...quiet(), startAt: new Date() });
  expect(await doctorSays(s)).toContainEqual({ level: 'ok', subject: 'Refused alerts', text: 'none in seven days' });
  await post(s, 'generic', [{ id: 7, note: 'who am I' }, { title: 'Good' }]);
  await post(s, 'grafana', '{}', { authorization: 'Bearer other' });
  await settled(s);
  await expectDetected(s, 1, /Good/);
  s.expectPosted('status', /did not all arrive/);
  const found = await doctorSays(s);
  const texts = found.map(({ level, subject, text }) => `${level} ${subject}: ${text}`).join('\n');
  expect(texts).toMatch(/warn Refused alerts: generic \(127\.0\.0\.1\): one alert without a title[\s\S]*in seven days/);
  expect(texts).toMatch(
    /warn Refused alerts: grafana \(strangers\): one request without the right token[\s\S]*nothing of senders that show the token is lost/,
  );
  expect(texts).toMatch(/warn Set aside: 1 kept that nobody could read/);
  expect(texts).toMatch(/warn Set aside: generic \(127\.0\.0\.1\): There is no title at "title"[\s\S]*\{"id":7,"note":"who am I"\}/);
  const ready = (await (await fetch(`${s.app.url}/readyz`)).json()) as { status: string; concerns: { code: string }[] };
  expect([ready.status, ready.concerns.map(({ code }) => code).sort()]).toEqual(['ready', ['alerts-lost', 'alerts-refused']]);
});

it('met-A7, met-A11: doctor says when a heartbeat was heard last, and which words nobody knows', async () => {
  const s = await scenario({ ...quiet(), startAt: new Date() });
  await fire(s, { name: 'Watchdog', labels: { severity: 'none' } }, { name: 'A', labels: { severity: 'spicy' } });
  await expectDetected(s, 1, /A/);
  s.expectPosted('status', /Severity that nobody knows/);
  const found = await doctorSays(s);
  expect(found).toContainEqual({
    level: 'ok',
    subject: 'Heartbeat',
    text: expect.stringMatching(/^Watchdog \(alertmanager\) calls nobody; last heard at .*docs\/alerts\.md \(Heartbeats\)/),
  });
  expect(found).toContainEqual({
    level: 'warn',
    subject: 'Severity words',
    text: expect.stringMatching(/nobody knows "spicy" \(alertmanager\).*SEV2/),
  });
});

describe('what docs/alerts.md says', () => {
  const page = readFileSync('docs/alerts.md', 'utf8');
  const playbookWith = (...edits: Edit[]) => parsePlaybook(editedPlaybook(edits), 'coupon.yml');

  it('is a playbook, each piece of it', () => {
    const pieces = [...page.matchAll(/^```yaml\n(alerts:\n[\s\S]*?)^```/gm)].map(([, block = '']) => block);
    expect(pieces.length).toBeGreaterThanOrEqual(4);
    for (const piece of pieces) expect(() => playbookWith(set('alerts', parse(piece).alerts))).not.toThrow();
    const [, example = ''] = /^```yaml\n(signals:\n[\s\S]*?)^```/m.exec(page) ?? [];
    expect(playbookWith(addAll('signals', parse(example).signals)).signals.heartbeat?.thresholds).toHaveLength(1);
  });

  it('reads what the senders of its table send', async () => {
    const sent: Record<string, [firing: object, over: object, other: object | undefined]> = {
      Opsgenie: [
        { action: 'Create', alert: { alertId: 'x', message: 'Slow', priority: 'P1' } },
        { action: 'Close', alert: { alertId: 'x', message: 'Slow' } },
        { action: 'AddNote', alert: { alertId: 'x', message: 'Slow' } },
      ],
      'PagerDuty (webhooks v3)': [
        {
          event: { event_type: 'incident.triggered', data: { id: 'x', title: 'Slow', html_url: 'https://pd.example/x', urgency: 'high' } },
        },
        { event: { event_type: 'incident.resolved', data: { id: 'x', title: 'Slow' } } },
        { event: { event_type: 'incident.annotated', data: { id: 'x', title: 'Slow' } } },
      ],
      'Datadog (payload of your own)': [
        { title: 'Slow', key: 'x', transition: 'Triggered', priority: 'P1', labels: 'env:prod, service:coupon' },
        { title: 'Slow', key: 'x', transition: 'Recovered' },
        { title: 'Slow', key: 'x', transition: 'Renotify' },
      ],
      'Zabbix (media type webhook)': [
        { title: 'Slow', id: 'x', value: '1', labels: { severity: 'Disaster' } },
        { title: 'Slow', id: 'x', value: '0' },
        undefined,
      ],
    };
    for (const [sender, [firing, over, other]] of Object.entries(sent)) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${sender} |`)) ?? '';
      const [, mapping = ''] = /\| `(\{.*?\})`/.exec(row) ?? [];
      const s = await scenario(quiet(add('alerts.generic', parse(mapping))));
      expect((await post(s, 'generic', firing)).reply).toMatchObject({ accepted: 1 });
      await settled(s);
      await expectDetected(s, 1, /Slow/);
      if (other) expect((await post(s, 'generic', other)).reply).toMatchObject({ accepted: 0, unchanged: 1 });
      expect((await post(s, 'generic', over)).reply).toMatchObject({ accepted: 1 });
      await s.settle();
      s.expectPosted('#1', /No alert is firing any more/);
      expect(await alertsOf(s)).toMatchObject([{ fingerprint: 'x', status: 'resolved' }]);
      await s.close();
    }
  });
});
