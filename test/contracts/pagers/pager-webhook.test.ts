import { PAGER_CREDENTIALS, type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import type { PagerChannel } from '../../../src/domain/ports/pagers.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { webhookSignature } from '../../../src/integrations/signature.ts';
import { MINJI, pageNotice, pagersIn } from '../../support/servers/pager-stands.ts';

let now: Date;
let standIns: PagerStandIns;

beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z');
  standIns = await startPagerStandIns({ now: () => new Date('2026-03-02T09:00:00Z') });
});

afterEach(async () => {
  await standIns.close();
});

function pager(path = '/pages'): PagerChannel {
  const webhook = standIns.webhook.url.replace('/pages', path);
  const [found] = pagersIn({ standIns, options: { clock: { now: () => now } }, paging: { order: ['webhook'], webhook } });
  if (!found) throw new Error('no webhook');
  return found;
}

it('carries the whole page, and who is meant', async () => {
  const notice = pageNotice();
  await pager().send(notice, MINJI);
  expect(standIns.webhook.received).toEqual([
    {
      type: 'page',
      key: notice.key,
      incident: { id: 12, title: notice.title, severity: 'sev1' },
      level: 'L1',
      attempt: 1,
      text: notice.text,
      short: notice.short,
      person: MINJI,
    },
  ]);
});

it('tells who has it and that it is over', async () => {
  const channel = pager();
  for (const outcome of ['acknowledged', 'resolved'] as const) await channel.settle?.({ incidentId: 12, outcome, by: 'U0MINJI' });
  expect(standIns.webhook.received).toEqual([
    { type: 'acknowledged', incident: { id: 12 }, by: 'U0MINJI' },
    { type: 'resolved', incident: { id: 12 }, by: 'U0MINJI' },
  ]);
});

it('is signed as the documentation shows', () => {
  // The same with openssl: printf '1772442000.{"type":"page"}' | openssl dgst -sha256 -hmac sandbox-webhook-secret
  expect(webhookSignature(PAGER_CREDENTIALS.webhookSecret, '1772442000', '{"type":"page"}')).toBe(
    'v1=09bc3a3992ad4bacc5f1ecd21d56464061cda2e4efc114720fc685d11fae7268',
  );
});

it('is refused when the clock is wrong, and says so', async () => {
  now = new Date('2026-03-02T10:00:00Z');
  await expect(pager().send(pageNotice(), MINJI)).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'http_401',
    message: expect.stringMatching(/WEBHOOK_SECRET.*clock/),
  });
});

it.each<[status: number, advice: string]>([
  [302, 'team.paging.webhook'],
  [403, 'WEBHOOK_SECRET'],
  [410, 'team.paging.webhook'],
  [422, 'its own log'],
])('HTTP %d is for good, and says what to do', async (status, advice) => {
  standIns.webhook.faults.inject({ call: 'POST /pages', fault: { kind: 'http', status } });
  await expect(pager().send(pageNotice(), MINJI)).rejects.toMatchObject({
    name: 'PermanentError',
    code: `http_${status}`,
    message: expect.stringContaining(advice),
  });
});

it('keeps what stands in its address out of errors', async () => {
  const error = await pager('/hooks/T0TOKENINPATH')
    .send(pageNotice(), MINJI)
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'http_404' });
  expect(String(error)).not.toContain('T0TOKENINPATH');
});

it('warns once when the address has no secret to sign with', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', out: { write: (line) => lines.push(line) } });
  expect(pagersIn({ standIns, environment: { WEBHOOK_SECRET: '' }, options: { log }, paging: { order: ['webhook'] } })).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('WEBHOOK_SECRET');
});
