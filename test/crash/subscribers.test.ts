import { simpleParser } from 'mailparser';
import { type MailServer, startMailServer } from '../../sandbox/pagers/mail-server.ts';
import { EVERYTHING } from '../../src/domain/subscribers/subscription.ts';
import { plainBot } from '../support/bots/bots.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { killingSuite } from './stage/killing-suite.ts';
import { type Scene, startScene } from './stage/scene.ts';

/**
 * Subscribers under kills: a real bot in a process of its own dies while it finds out who hears of something, or right before or after a mail was taken by the server, and another one takes over. Everybody
 * has it in the end; what comes twice to somebody is the same mail, and only those had it who were being told when it died.
 */

const PEOPLE = 40;
/** What the bot has on its way at the same time. */
const ON_THEIR_WAY = 14;
const DIES = ['subscribers:spread', 'subscribers.mail:before', 'subscribers.mail:after'];
const HIDDEN_MS = 120_000;
const CASE_MS = 300_000;

const { pool, outcome } = killingSuite(
  1,
  DIES.map((dies) => () => survives(dies)),
  plainBot,
);

DIES.forEach((dies, index) => {
  it(`tells everybody once when the bot dies at ${dies}`, () => outcome(index), CASE_MS);
});

async function survives(dies: string): Promise<void> {
  const mail = await startMailServer({ user: 'bongsu', password: 'secret' });
  const scene = await startScene({ environment: environmentOf(mail) }, pool);
  try {
    const bot = pool.take();
    await scene.run(bot, { crashAt: dies });
    await tell(scene);
    await bot.dies(dies);
    await scene.run(pool.take());
    await eventually('everybody was told', async () => ((await left(scene)) === 0 ? true : undefined), HIDDEN_MS);
    const mails = await Promise.all(mail.mails.map(async ({ to, raw }) => ({ to: to.join(), id: (await simpleParser(raw)).messageId })));
    const addresses = Array.from({ length: PEOPLE }, (_, n) => addressOf(n));
    expect([...new Set(mails.map(({ to }) => to))].sort()).toEqual([...addresses].sort());
    expect(new Set(mails.map(({ to, id }) => `${to} ${id}`)).size).toBe(PEOPLE);
    expect(mails.length - PEOPLE).toBeLessThanOrEqual(dies === 'subscribers.mail:after' ? ON_THEIR_WAY : 0);
  } finally {
    await scene.close();
    await mail.close();
  }
}

function environmentOf(mail: MailServer): Record<string, string> {
  return { SMTP_URL: mail.smtpUrl, MAIL_FROM: 'bongsu@example.com', PUBLIC_URL: 'https://bongsu.example.com' };
}

const addressOf = (n: number) => `reader-${String(n).padStart(2, '0')}@example.com`;

/** People who subscribed a while ago, and something for them to hear: the sweep finds it. */
async function tell({ storage }: Scene): Promise<void> {
  const before = new Date(Date.now() - 60_000);
  for (let n = 0; n < PEOPLE; n += 1) {
    const row = { ...EVERYTHING, kind: 'mail' as const, address: addressOf(n), scope: 'mail', language: 'en', secret: null, madeBy: null };
    await storage.subscriptions.begin(row, before);
  }
  const about = { incidentId: null, service: 'coupon', components: [], severity: null, stage: null, title: null, nextAt: null };
  await storage.notices.add(
    { ...about, cause: 'maintenance:1', kind: 'maintenance', texts: { en: 'The service rests tonight.' } },
    new Date(Date.now() - 1_000),
  );
}

async function left({ storage }: Scene): Promise<number> {
  const counts = await storage.deliveries.countsOf('maintenance:1');
  const sent = counts.find(({ state }) => state === 'sent')?.count ?? 0;
  return PEOPLE - sent;
}
