import type { Browser, Page } from 'playwright-core';
import type { MailServer } from '../../../sandbox/pagers/mail-server.ts';
import type { SocialStandIn } from '../../../sandbox/social-networks/stand-in-network.ts';
import type { StatusPageStandIn } from '../../../sandbox/status-pages/stand-in-page.ts';
import { describeWith } from '../../support/run/services.ts';
import { add, addAll } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { SOCIAL_STANDS } from '../../support/social/stands.ts';
import { STATUS_PAGE_STANDS } from '../../support/status-pages/stands.ts';
import { startEventsReceiver } from '../../support/subscribers/events-receiver.ts';
import { confirmed, mailEnvironment, mailServer, read } from '../../support/subscribers/subscribers.ts';

/** An incident and all that anybody outside hears of it, over four updates: the same words everywhere, in both languages, whatever fails or is changed by hand in between. */

const STATUSPAGE = standOf(STATUS_PAGE_STANDS, 'statuspage');
const MASTODON = standOf(SOCIAL_STANDS, 'mastodon');

function standOf<Stand>(stands: Record<string, Stand>, name: string): Stand {
  const found = stands[name];
  if (!found) throw new Error(`${name} has no stand-in`);
  return found;
}

interface Outside {
  s: Scenario;
  mail: MailServer;
  receiver: Awaited<ReturnType<typeof startEventsReceiver>>;
  statuspage: StatusPageStandIn;
  mastodon: SocialStandIn;
  /** The status page as an English and as a Korean reader have it open. */
  pages: Record<'en' | 'ko', Page>;
}

type Read = (outside: Outside) => Promise<string> | string;

/** Where people read, in which language, and what stands there last. A further surface is one line. */
const SURFACES: Readonly<Record<string, { language: 'en' | 'ko'; last: Read }>> = {
  'status channel': { language: 'en', last: ({ s }) => lastIn(s, 'status') },
  'support guide': { language: 'ko', last: ({ s }) => lastIn(s, 'support') },
  'page in English': { language: 'en', last: ({ pages }) => shown(pages.en) },
  'page in Korean': { language: 'ko', last: ({ pages }) => shown(pages.ko) },
  'status.json in English': { language: 'en', last: ({ s }) => fetched(s, '/status.json') },
  'status.json in Korean': { language: 'ko', last: ({ s }) => fetched(s, '/status.json') },
  'Atom feed in English': { language: 'en', last: ({ s }) => fetched(s, '/status.atom?lang=en') },
  'Atom feed in Korean': { language: 'ko', last: ({ s }) => fetched(s, '/status.atom?lang=ko') },
  'mail in English': { language: 'en', last: ({ mail }) => lastMail(mail, 'tom@example.com') },
  'mail in Korean': { language: 'ko', last: ({ mail }) => lastMail(mail, 'sua@example.com') },
  'webhook in English': { language: 'en', last: lastEvent },
  'webhook in Korean': { language: 'ko', last: lastEvent },
  Statuspage: { language: 'en', last: ({ statuspage }) => statuspage.incidents[0]?.updates.at(-1)?.text ?? '' },
  Mastodon: { language: 'en', last: ({ mastodon }) => mastodon.posts.at(-1)?.text ?? '' },
};

function lastIn(s: Scenario, channel: string): string {
  const messages = s.slack.messages(s.channelId(channel));
  const last = messages.at(-1);
  return last ? s.textNow(last) : '';
}

async function shown(page: Page): Promise<string> {
  await page.reload();
  return (await page.locator('main').textContent()) ?? '';
}

async function fetched(s: Scenario, path: string): Promise<string> {
  return await (await fetch(`${s.app.url}${path}`)).text();
}

async function lastMail({ mails }: MailServer, address: string): Promise<string> {
  const last = mails.filter(({ to }) => to.includes(address)).at(-1);
  return last ? (await read(last)).text : '';
}

function lastEvent({ receiver }: Outside): string {
  return JSON.stringify(receiver.received.at(-1)?.body);
}

/** Which surfaces do not say the newest update in their language. */
async function behind(outside: Outside): Promise<string[]> {
  const told = (await outside.s.app.runtime.storage.updateTexts.last(1))?.texts;
  const checked = await Promise.all(
    Object.entries(SURFACES).map(async ([name, { language, last }]) => {
      const text = told?.[language] ?? 'nothing was told';
      return plain(await last(outside)).includes(plain(text)) ? [] : [name];
    }),
  );
  return checked.flat();
}

/** Mails are broken into lines, and pages lay words out as they like. */
function plain(text: string): string {
  return text.replace(/\s+/g, '');
}

describeWith('chromium', (_getUrl, getServer) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function begin(browser: Browser): Promise<Outside> {
    const [mail, receiver, statuspage, mastodon] = [
      await mailServer(),
      await startEventsReceiver(),
      await STATUSPAGE.start(),
      await MASTODON.start(),
    ];
    closing.push(receiver.close, statuspage.close, mastodon.close);
    const playbook = [
      ...CALM.playbook,
      add('team.languages', { channels: { C0STATUS: 'en', C0SUPPORT: 'ko' }, incidents: 'en' }),
      addAll('statusPage', {
        external: [{ page: 'statuspage', language: 'en', components: { coupon: STATUSPAGE.components[0] } }],
        compareEvery: '5m',
      }),
      addAll('updates', { social: { networks: [{ network: 'mastodon', language: 'en' }] } }),
    ];
    const environment = {
      ...CALM.environment,
      ...mailEnvironment(mail),
      WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
      ...STATUSPAGE.environment(statuspage.url),
      ...MASTODON.environment(mastodon.url),
      LOG_LEVEL: 'fatal',
    };
    const s = await scenario({ ...CALM, offered: true, playbook, environment });
    await confirmed(s, mail, { address: 'tom@example.com', language: 'en' });
    await confirmed(s, mail, { address: 'sua@example.com', language: 'ko' });
    const { answer } = await s.says('dohyun', `subscribers webhook ${receiver.url}`);
    receiver.known.secret = /whsec_[A-Za-z0-9+/=]+/.exec(answer)?.[0] ?? '';
    const open = async (locale: string) => {
      const page = await browser.newPage({ locale });
      closing.unshift(async () => await page.close());
      await page.goto(`${s.app.url}/status`);
      return page;
    };
    return { s, mail, receiver, statuspage, mastodon, pages: { en: await open('en-GB'), ko: await open('ko-KR') } };
  }

  /** Written by yuna in both languages and told at once; the notice for social networks is posted by minji. */
  async function tells({ s }: Outside, en: string, ko: string): Promise<void> {
    await s.says('yuna', 'update #1');
    await s.submits('yuna', { 'text.en': en, 'text.ko': ko, now: ['now'] });
    await posts(s);
  }

  async function posts(s: Scenario, people = ['minji']): Promise<void> {
    const notice = s.expectPosted('#1', /Notice \d+ of #1 for social networks/);
    for (const person of people) await s.clicks(person, notice, 'command.social-approve');
    await s.advance('3s');
    s.takeAll();
  }

  it('says the same on every surface, while one fails and one is changed by hand', async () => {
    const outside = await begin(getServer().browser);
    const { s, receiver, statuspage } = outside;
    await s.opens('minji', 'sev1 Coupons late');
    await tells(outside, 'Coupons are issued late. We look into it.', '쿠폰이 늦게 지급됩니다. 확인하고 있습니다.');
    expect(await behind(outside)).toEqual([]);

    // One that fails holds up no other, and has it as soon as it is well again.
    receiver.faults.inject({ call: 'POST /hooks', fault: { kind: 'http', status: 503 }, times: 2 });
    await tells(outside, 'We add capacity.', '서버를 늘리고 있습니다.');
    expect(await behind(outside)).toEqual(['webhook in English', 'webhook in Korean']);
    await s.advance('5m');
    expect(await behind(outside)).toEqual([]);

    // Somebody writes by hand where we told something: it is shown, and put back.
    const theirs = statuspage.incidents[0]?.updates.at(-1);
    if (!theirs) throw new Error('nothing was told on Statuspage');
    theirs.text = 'All is well.';
    expect(await behind(outside)).toEqual(['Statuspage']);
    await s.advance('6m');
    const drift = s.expectPosted('#1', /Statuspage does not say about #1 what we told there/);
    await s.clicks('yuna', drift, 'command.update-keep-ours.statuspage');
    await s.advance('3s');
    expect(await behind(outside)).toEqual([]);
    s.takeAll();

    await tells(outside, 'Most coupons are issued in time again.', '대부분의 쿠폰이 제때 지급되고 있습니다.');
    expect(await behind(outside)).toEqual([]);

    await s.says('minji', 'resolve #1');
    await s.advance('3s');
    expect(await s.app.runtime.storage.updateTexts.last(1)).toMatchObject({ sequence: 4, kind: 'end', stage: 'resolved' });
    // Nobody had read these words before they left: of the notice one person agrees, and a second one has it posted.
    await posts(s, ['minji', 'sora']);
    expect(await behind(outside)).toEqual([]);
    // And that it is over, where something says how it stands.
    expect(statuspage.incidents[0]?.updates.at(-1)?.status).toBe('resolved');
    expect(statuspage.components.get(STATUSPAGE.components[0])).toBe(STATUSPAGE.up);
    expect(receiver.received.at(-1)?.body).toMatchObject({ type: 'incident.resolved' });
    expect(JSON.parse(await fetched(s, '/status.json'))).toMatchObject({ state: 'ok', incidents: [{ stage: 'resolved' }] });
    expect(await shown(outside.pages.en)).toMatch(/No known problems/);
    expect(await shown(outside.pages.ko)).toMatch(/알려진 문제가 없습니다/);
  });
});
