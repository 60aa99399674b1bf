import type { z } from 'zod';
import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Slack's markup in what people type reads as people read it, wherever it is shown. */

const TYPED = '<@U0JUNHO|junho> sees p95 &gt; 200 in <#C0GENERAL|general> at <https://grafana.example.com/d/1|the dashboard>';
const AS_NAME = '@junho sees p95 > 200 in #general at the dashboard';
const MARKUP = /<@U0JUNHO|\|junho|<#C0|&lt;|&gt;|&amp;(?!amp;|lt;|gt;)|\|the dashboard/;

async function typed(s: Scenario, by: string, words: string): Promise<void> {
  await s.slack.slash(by, words, { asSent: true, channel: s.channelId('general') });
  await s.settle();
}

describe('met-C3', () => {
  it('in the title: in the channel, its name and topic, the meeting, the announcement, the page and the list', async () => {
    const s = await scenario(CALM);
    await typed(s, 'sora', `open sev2 ${TYPED}`);
    const incident = await s.incident(1);
    expect(incident.title).toBe(AS_NAME);
    s.expectOpened('sora', incident);
    const room = s.slack.channels().find(({ id }) => id === incident.channelId);
    expect(room?.name).toBe('inc-1-junho-sees-p95-200-in-general-at-the');
    expect(room?.topic).toContain('@junho sees p95 &gt; 200 in #general at the dashboard');
    expect(s.world.zoom.meetings[0]?.topic).toContain(AS_NAME);
    for (const { text, pings } of s.slack.messages(incident.channelId ?? '')) {
      expect(text).not.toMatch(/<@U0JUNHO|\|junho/);
      expect(pings).not.toContain('U0JUNHO');
    }
    expect((await s.says('minji', 'list')).answer).toContain(AS_NAME);
    await s.says('minji', 'resolve #1');
    expect(s.world.zoom.meetings[1]?.topic).toContain('@junho sees');
    s.takeAll();
  });

  it('in notes, reasons, moves and updates, with the address of a link that has words of its own', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    const expected = /@junho sees p95 > 200 in #general at the dashboard \(https:\/\/grafana\.example\.com\/d\/1\)/;
    const shown = async (words: string) => {
      await typed(s, 'minji', words);
      const texts = s.takeAll().map(({ text }) => text.replaceAll('&gt;', '>').replaceAll('<https', 'https').replaceAll('/1>', '/1'));
      expect(texts.some((text) => expected.test(text))).toBe(true);
      expect(texts.join('\n')).not.toMatch(/\|junho|\|the dashboard|<#C0GENERAL/);
    };
    await shown(`severity #1 sev1 ${TYPED}`);
    await shown(`page #1 <@U0JUNHO|junho> ${TYPED}`);
    await shown(`mitigated #1 ${TYPED}`);
    await typed(s, 'minji', `note #1 ${TYPED}`);
    await typed(s, 'minji', `keep #1 R2 ${TYPED}`);
    s.takeAll();
    const timeline = await s.app.runtime.storage.timeline.of(1);
    expect(JSON.stringify(timeline.filter(({ kind }) => kind === 'note.added' || kind === 'deadline.kept'))).toMatch(expected);
    expect(JSON.stringify(timeline)).not.toMatch(/<@U0JUNHO|&gt;/);
  });

  it('in mails and calendars', async () => {
    const pagers: PagerStandIns = await startPagerStandIns();
    const { SMTP_URL = '', MAIL_FROM = '' } = pagers.environment;
    const s = await scenario({ ...CALM, environment: { ...CALM.environment, SMTP_URL, MAIL_FROM } });
    await typed(s, 'sora', 'open sev2 <@U0JUNHO|junho> sees errors');
    await s.says('minji', 'resolve #1');
    await s.advance('1m');
    const all = pagers.mail.mails.map(({ raw }) => raw).join('\n');
    expect(all).toContain('@junho sees errors');
    expect(all).not.toMatch(MARKUP);
    s.takeAll();
    await pagers.close();
  });

  it('names that Slack did not send are looked up, and one that does not come in time holds up nobody', async () => {
    const s = await scenario(CALM);
    const { jisoo = '' } = s.slack.users;
    await typed(s, 'sora', `open sev2 <@${jisoo}> sees errors in <#${s.channelId('general')}|>`);
    expect((await s.incident(1)).title).toBe('@jisoo sees errors in #general');
    s.takeAll();
    await s.stopBot();
    await s.startBot();
    s.slack.faults.inject({ call: 'users.info', fault: { kind: 'hang' } });
    const delivery = await s.slack.slash('minji', `open sev2 <@${jisoo}> again`, { asSent: true });
    expect(delivery).toMatchObject({ status: 200 });
    expect(delivery.tookMs).toBeLessThan(2_800);
    await s.settle();
    expect((await s.incident(2)).title).toBe(`@${jisoo} again`);
    s.takeAll();
  });

  it('in the form that declares', async () => {
    const s = await scenario(CALM);
    await s.says('sora', 'open');
    await s.submits('sora', { title: 'errors, says <@U0JUNHO|junho>', severity: 'sev2' });
    const incident = await s.incident(1);
    expect(incident.title).toBe('errors, says @junho');
    s.expectOpened('sora', incident);
  });

  it('commands that take people still take them', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    await typed(s, 'minji', 'assign #1 commander <@U0JUNHO|junho>');
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({ commander: 'U0JUNHO' });
    s.takeAll();
  });

  it('every text among the arguments is read as people read it, whatever the door; what is not is a key, a number or a choice', () => {
    const unread = COMMANDS.flatMap(({ name, args }) =>
      Object.entries(args.shape).flatMap(([key, schema]) => {
        const read = (schema as z.ZodType).safeParse('<@U0JUNHO|junho> at <https://a.example/1|it>');
        return read.success && /<@|\|/.test(JSON.stringify(read.data)) ? [`${name} ${key}`] : [];
      }),
    );
    // What confirms a run is compared, and what a button saw is compared: neither is ever shown.
    expect(unread).toEqual(['analysis accept seen', 'mitigate run typed']);
  });
});
