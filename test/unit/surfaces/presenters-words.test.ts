import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { legalMoves, MOVES } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES } from '../../../src/domain/incident/states.ts';
import {
  aBriefing,
  anIncident,
  gcTime,
  kafkaLag,
  NOW,
  poolInUse,
  presenterIn,
  responseTime,
  SCENARIO,
} from '../../support/examples/view-examples.ts';
import { objectionsToMessage } from '../../support/scenario/block-kit-limits.ts';
import { renderText } from '../../support/scenario/render-text.ts';

const en = presenterIn('en');
const ko = presenterIn('ko');
const inMinutes = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

interface Clickable {
  action_id: string;
  value?: string;
  url?: string;
  confirm?: object;
}

function buttonsOf(message: ChatMessage): Clickable[] {
  return (message.blocks ?? []).flatMap((block) => (block.type === 'actions' ? (block.elements as Clickable[]) : []));
}

describe('briefing', () => {
  it('says in its first lines what is wrong, how bad, since when and by which numbers', () => {
    const lines = renderText(en.briefing(aBriefing())).split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '## 🔴 SEV1 critical · Coupons are issued late',
      '*Since 14:02 GMT+9 (12 min)*',
      'Worst now: ✕ Response time (p95) 4.2 s (critical, over 4 s) · ▲ Kafka lag 12,480 (warning, over 1,000)',
    ]);
  });

  it('says the same as plain text for a notification', () => {
    expect(en.briefing(aBriefing()).text).toBe(
      'SEV1 critical: Coupons are issued late (#7). Since 14:02 GMT+9 (12 min). Worst now: ✕ Response time (p95) 4.2 s (critical, over 4 s) · ▲ Kafka lag 12,480 (warning, over 1,000) https://zoom.us/j/123?pwd=a&amp;b=c',
    );
  });

  it('shows each signal that is off with value, unit, state in words and symbol, and trend', () => {
    const text = renderText(en.briefing(aBriefing()));
    expect(text).toContain('*Response time (p95)*\n  *4.2 s*  ✕ critical, over 4 s\n  ▁▁·▂▄▅▇█ rising');
    expect(text).not.toContain('*DB pool in use*');
  });

  it('newcomer 16: needs one line for all signals that are as they should be, with their values and how they moved', () => {
    const calm = ['a', 'b', 'c'].map((key) => ({ ...poolInUse(), key, title: { en: `Pool ${key}`, ko: `풀 ${key}` } }));
    const moved = { ...poolInUse(), title: { en: 'Moved', ko: '변화' }, change: { opening: 'better' as const } };
    const unlimited = { ...poolInUse(), title: { en: 'Requests', ko: '요청' }, thresholds: [] };
    const view = aBriefing({ readings: [responseTime(), ...calm, moved, unlimited] });
    const text = renderText(en.briefing(view));
    expect(text).toContain('● *4 signals within limits*: Pool a 42 % · Pool b 42 % · Pool c 42 % · Moved 42 % (↘ better)');
    expect(text).toContain('○ *1 signal without a limit*: Requests 42 %');
    expect(renderText(ko.briefing(view))).toContain('● *정상 범위 지표 4개*: 풀 a 42%');
    // What is off keeps its own lines; what is calm has none.
    expect(text).toMatch(/\*Response time \(p95\)\*\n {2}\*4\.2 s\*/);
    expect(text).not.toMatch(/\*Pool a\*/);
  });

  it('says of a number that is older than the others how old it is', () => {
    const old = responseTime({ at: new Date(NOW.getTime() - 90_000) });
    expect(renderText(en.briefing(aBriefing({ readings: [old] })))).toContain('rising · read 1 min 30 s ago');
  });

  it('counts no seconds of an incident that has just begun', () => {
    const incident = anIncident({ onsetAt: NOW });
    expect(renderText(en.briefing(aBriefing({ incident })))).toContain('*Since 14:14 GMT+9*');
    expect(en.briefing(aBriefing({ incident })).text).toContain('(#7). Since 14:14 GMT+9. ');
  });

  it('shows no data as a state of its own and never as zero', () => {
    const text = renderText(en.briefing(aBriefing({ readings: [gcTime()] })));
    expect(text).toContain('*GC pause*\n  – no data');
    expect(text).toContain('No numbers: the metrics cannot tell how bad it is.');
    expect(text).not.toMatch(/\b0 (s|ms)\b/);
  });

  it('does not trust a normal reading that has no value', () => {
    const { value: _, ...reading } = responseTime({ state: 'normal' }).reading;
    const text = renderText(en.briefing(aBriefing({ readings: [{ ...responseTime(), reading }] })));
    expect(text).toContain('– no data');
    expect(text).not.toMatch(/● normal|within its limits|signals within limits/);
  });

  it('says that the source is down, that missing is not zero, and why', () => {
    const { value: _, ...rest } = responseTime({ state: 'unreachable', trend: [], problem: 'timeout' }).reading;
    const text = renderText(
      en.briefing(aBriefing({ readings: [{ ...responseTime(), reading: rest }], metricsProblem: 'connection refused' })),
    );
    expect(text).toContain('? source does not answer (timeout)');
    expect(text).toContain('⚠ The metrics do not answer (connection refused). Missing numbers are unknown, not zero.');
  });

  it('is readable before numbers and bridge are there', () => {
    const text = renderText(en.briefing(aBriefing({ readings: [], waiting: true, bridge: { state: 'opening' } })));
    expect(text).toContain('Numbers are being read…');
    expect(text).toContain('*Bridge*\n  opening…');
  });

  it('names the standing room and why Zoom is not used', () => {
    const bridge = { state: 'open', kind: 'fallback', url: 'https://meet.example.com/room', problem: 'Zoom is not set up.' } as const;
    expect(renderText(en.briefing(aBriefing({ bridge })))).toContain(
      'Join the bridge · standing room (in place of Zoom)\n  ⚠ Zoom is not set up.',
    );
  });

  it('counts down to the next deadline and then says how late it is', () => {
    const next = aBriefing().nextDeadline ?? { id: 'I1', title: { en: 'x', ko: 'x' }, dueAt: NOW };
    expect(renderText(en.briefing(aBriefing()))).toContain('Rate limit on the issuing API (I1)\n  14:18 GMT+9, in 4 min');
    const late = en.briefing(aBriefing({ nextDeadline: { ...next, dueAt: inMinutes(-3) } }));
    expect(renderText(late)).toContain('14:11 GMT+9, ⚠ overdue by 3 min');
  });

  it('shows every part that failed with what to do and whether it is tried again', () => {
    const text = renderText(
      en.briefing(
        aBriefing({
          problems: [
            { part: 'announcement', code: 'not_in_channel', text: 'not_in_channel', retrying: true },
            { part: 'topic', text: 'Slack answered 500', retrying: false },
          ],
        }),
      ),
    );
    expect(text).toContain('⚠ Announcement: Bongsu is not in that channel. Invite it there with /invite. Bongsu keeps trying.');
    expect(text).toContain('⚠ Channel topic: Slack answered 500. Bongsu will not try it again.');
  });

  it.each(INCIDENT_STATES)('offers in state %s exactly the legal moves', (state) => {
    const message = en.briefing(aBriefing({ incident: anIncident({ state }) }));
    const offered = buttonsOf(message).filter((b) => MOVES.some((move) => b.action_id === `command.${move}`));
    expect(offered.map((b) => b.action_id)).toEqual(legalMoves(state).map((move) => `command.${move}`));
    expect(offered.map((b) => JSON.parse(b.value ?? ''))).toEqual(legalMoves(state).map((command) => ({ command, incident: 7 })));
  });

  it('asks before it ends something, and offers command only while nobody has it', () => {
    const open = buttonsOf(en.briefing(aBriefing()));
    expect(open.filter((b) => b.confirm).map((b) => b.action_id)).toEqual(['command.resolve', 'command.cancel']);
    expect(JSON.parse(open.find((b) => b.action_id === 'command.assign.commander')?.value ?? '')).toEqual({
      command: 'assign',
      incident: 7,
      args: { role: 'commander', seen: 'nobody' },
    });
    const led = buttonsOf(en.briefing(aBriefing({ roles: { commander: 'U0KIM' } })));
    expect(led.some((b) => b.action_id === 'command.assign.commander')).toBe(false);
    expect(renderText(en.briefing(aBriefing({ roles: { commander: 'U0KIM', scribe: 'U0LEE' } })))).toContain(
      'Commander: @U0KIM\n  Scribe: @U0LEE',
    );
  });

  it('shows times as tokens, so that everybody reads them in their own zone', () => {
    expect(JSON.stringify(en.briefing(aBriefing()).blocks)).toContain(`<!date^${NOW.getTime() / 1_000 - 720}^{time}|14:02 GMT+9>`);
  });

  it('speaks Korean', () => {
    const message = ko.briefing(aBriefing({ incident: anIncident({ title: '쿠폰 발급이 지연되고 있음' }) }));
    expect(renderText(message)).toContain(
      '## 🔴 SEV1 심각 · 쿠폰 발급이 지연되고 있음\n*14:02 GMT+9 시작 (12분째)*\n가장 나쁜 지표: ✕ 응답 시간 (p95) 4.2초 (심각, 4초 초과)',
    );
    expect(renderText(message)).toContain('*GC 일시 정지*\n  – 데이터 없음');
    expect(message.text).toContain('SEV1 심각: 쿠폰 발급이 지연되고 있음 (#7).');
  });
});

describe('what people type', () => {
  const title = '<!channel> *DB* `pool` <@U0VICTIM> <https://evil.example|free> & _all_ kafka_lag';

  it('pings nobody, links nothing and formats nothing', () => {
    const message = en.announcement({ incident: anIncident({ title }), channelId: 'C0INC7', now: NOW });
    expect(message.text).toContain(
      '&lt;!channel&gt; ∗DB∗ ˋpoolˋ &lt;@U0VICTIM&gt; &lt;https://evil.example|free&gt; &amp; ˍallˍ kafka_lag',
    );
    expect(JSON.stringify(message)).not.toMatch(/<!channel|<@U0VICTIM|<https:\/\/evil/);
  });

  it('keeps its own formatting in a note, where links work and mentions do not', () => {
    const note = en.timelineNote({
      incident: anIncident(),
      by: 'U0KIM',
      text: '`lag` is <!here> up\nsee https://g.example/d?a=1&b=2',
      at: NOW,
    });
    expect(note.blocks?.[0]).toMatchObject({ text: { text: '>`lag` is &lt;!here&gt; up\n>see <https://g.example/d?a=1&amp;b=2>' } });
  });
});

describe('page', () => {
  const view = { incident: anIncident(), level: 'L1', channelId: 'C0INC7', readings: aBriefing().readings, now: NOW } as const;

  it('starts with the trouble, because a locked phone shows no more', () => {
    expect(en.page(view).text).toMatch(/^SEV1 critical: Coupons are issued late \(#7\)\. You are paged as first on-call \(L1\)\./);
  });

  it('carries the acknowledgement, and loses it once somebody has acknowledged', () => {
    const [acknowledge] = buttonsOf(en.page({ ...view, pageId: 31 }));
    expect(acknowledge).toMatchObject({ action_id: 'command.page-acknowledge', style: 'primary' });
    expect(JSON.parse(acknowledge?.value ?? '')).toEqual({ command: 'page acknowledge', incident: 7, args: { page: 31 } });
    const taken = en.page({ ...view, attempt: 2, acknowledged: { by: 'U0LEE', at: NOW } });
    expect(buttonsOf(taken)).toEqual([]);
    expect(renderText(taken)).toContain('✓ Acknowledged by @U0LEE at 14:14 GMT+9.');
    expect(renderText(taken)).not.toContain('nobody has acknowledged');
  });

  it('says nothing of the numbers when nobody asked for them anew, and says so when there are none', () => {
    const blind = /No numbers/;
    expect(renderText(en.page({ ...view, readings: [], acknowledged: { by: 'U0LEE', at: NOW } }))).not.toMatch(blind);
    expect(renderText(en.page({ ...view, readings: [] }))).toMatch(blind);
  });

  it.each([
    ['en', en, 'as first on-call (L1)', 'Page 2 to you as first on-call (L1).', 'Lee', 'asks for you'],
    ['ko', ko, '1차 온콜 엔지니어(L1)로', '1차 온콜 엔지니어(L1)로 2번째 호출되었습니다.', 'Lee', '호출했습니다'],
  ] as const)('says the same by every way, in the words of one language: %s', (_language, present, first, again, name, asks) => {
    const once = present.pageText({ ...view, readings: [] });
    expect(renderText(present.page({ ...view, readings: [] }))).toContain(first);
    expect(once.text).toContain(first);
    const more = {
      ...view,
      readings: [],
      attempt: 2,
      askedBy: 'U0LEE',
      askedByName: name,
      reason: 'the lock is back',
      has: { user: 'U0LEE', name, at: NOW },
    };
    for (const text of [renderText(present.page(more)), present.pageText(more).text]) {
      expect(text).toContain(again);
      expect(text).toContain(asks);
      expect(text).toContain('the lock is back');
    }
    expect(present.pageText(more).text).not.toMatch(/U0LEE/);
    expect(once.subject).toMatch(/^\[SEV1 .+\] #7 Coupons are issued late \(.+\(L1\)\)$/);
  });

  it('says that it is a repetition', () => {
    expect(renderText(en.page({ ...view, level: 'L2', attempt: 3 }))).toContain(
      'Page 3 to you as second on-call (L2): nobody has acknowledged yet.',
    );
  });
});

describe('update', () => {
  const view = { incident: anIncident(), sequence: 2, scenario: SCENARIO, readings: aBriefing().readings, nextAt: inMinutes(30), now: NOW };

  it('says what users notice, where it stands against the last time, and when the next one comes', () => {
    const previous = [responseTime({ state: 'warning', value: 3.1 }), kafkaLag({ value: 30_000 }), poolInUse()];
    expect(renderText(en.update({ ...view, previous, done: ['More consumers were started'] }))).toBe(
      [
        '## 🔴 Update 2 · Coupon service',
        '*Coupons are issued late* · SEV1 critical',
        'Since 14:02 GMT+9 (12 min)',
        'Users notice: Requests are accepted but coupons arrive late.',
        'We are working on it.',
        '2 of 3 measured values are outside the normal range (2 outside at the last update; 1 cannot be measured at the moment).',
        '• Response time (p95): 4.2 s, normally under 2 s, worse than before',
        '• Kafka lag: 12,480, normally under 1,000, better than before',
        '*Done since the last update:*',
        '• More consumers were started',
        '(Next update at 14:44 GMT+9.)',
      ].join('\n'),
    );
  });

  it('says that it is the last one', () => {
    const { nextAt: _, ...last } = view;
    const message = en.update({
      ...last,
      incident: anIncident({ state: 'resolved', resolvedAt: NOW }),
      readings: [poolInUse()],
      previous: [kafkaLag()],
    });
    expect(renderText(message)).toContain(
      'It is over.\nThe measured value is normal (1 outside at the last update).\n(This is the last update.)',
    );
  });

  it('does not pretend to know when nothing is measured', () => {
    expect(renderText(en.update({ ...view, readings: [gcTime()] }))).toContain('There are no measurements at the moment.');
  });

  it('does not mention rows, scenarios or people', () => {
    expect(renderText(en.update(view))).not.toMatch(/\bS2\b|\bD1\b|U0KIM|Kafka processing delay/);
  });
});

describe('list', () => {
  const incidents = Array.from({ length: 32 }, (_, i) => anIncident({ id: i + 1, title: `Trouble ${i + 1}` }));

  it('shows 32 incidents on four pages', () => {
    const pages = [1, 2, 3, 4].map((page) => en.list({ incidents, page, scope: 'all', now: NOW }));
    const shown = pages.map((page) => [...renderText(page).matchAll(/\*#(\d+) /g)].map(([, id]) => Number(id)));
    expect(shown.map((ids) => ids.length)).toEqual([10, 10, 10, 2]);
    expect(shown.flat()).toEqual(incidents.map((i) => i.id));
    expect(pages.map((page) => buttonsOf(page).map((b) => b.action_id))).toEqual([
      ['command.list.next'],
      ['command.list.previous', 'command.list.next'],
      ['command.list.previous', 'command.list.next'],
      ['command.list.previous'],
    ]);
    expect(JSON.parse(buttonsOf(pages[1] ?? { text: '' })[1]?.value ?? '')).toEqual({ command: 'list', args: { page: 3, scope: 'all' } });
  });

  it('shows the last page when asked for one that is gone', () => {
    expect(renderText(en.list({ incidents, page: 9, scope: 'all', now: NOW }))).toContain('(Page 4 of 4)');
  });

  it('takes one page of a longer list as it is', () => {
    const message = en.list({ incidents: incidents.slice(20, 30), page: 3, total: 32, scope: 'active', now: NOW });
    expect(renderText(message)).toContain('*#21 Trouble 21*');
    expect(renderText(message)).toContain('## 32 incidents under way');
  });

  it('says that all is quiet, and what to do if it is not', () => {
    expect(en.list({ incidents: [], page: 1, scope: 'active', now: NOW }).text).toBe(
      'No incident is open. All quiet. Open one with `/incident open`.',
    );
  });
});

describe('notices', () => {
  const incident = anIncident();

  it('tell the declarer where to go and what does not work', () => {
    const text = renderText(
      en.declarerNotice({
        incident,
        channelId: 'C0STATUS',
        threadTs: '1.2',
        problems: [{ part: 'channel', code: 'restricted_action', text: 'restricted_action', retrying: false }],
      }),
    );
    expect(text).toContain('Incident #7 is open in a thread in #C0STATUS, because its own channel could not be made.');
    expect(text).toContain('⚠ Incident channel: This workspace does not let the app do that. Ask a workspace administrator to allow it.');
  });

  it('say that a part works again', () => {
    const problem = { part: 'bridge', text: 'timeout', retrying: true } as const;
    expect(renderText(en.failedPart({ incident, problem, recovered: true, now: NOW }))).toBe('✓ Video bridge: works again.');
  });

  it('tell a raised severity from a lowered one', () => {
    expect(en.severityNotice({ incident, from: 'sev2', by: 'alertmanager', now: NOW }).text).toContain(
      '#7 is raised from SEV2 high to SEV1 critical (alertmanager).',
    );
    const lowered = en.severityNotice({ incident: anIncident({ severity: 'sev3' }), from: 'sev2', by: 'U0KIM', now: NOW });
    expect(lowered.text).toContain('#7 is lowered from SEV2 high to SEV3 medium (<@U0KIM>).');
  });

  it('an announcement edited after the end sends nobody to an empty room', () => {
    const over = en.announcement({
      incident: anIncident({ state: 'resolved', resolvedAt: NOW }),
      channelId: 'C0INC7',
      scenario: SCENARIO,
      now: NOW,
    });
    expect(renderText(over)).toBe(
      '## ✅ SEV1 critical, resolved · Coupons are issued late\n*New incident on Coupon service*\nBegan 14:02 GMT+9, lasted 12 min',
    );
  });
});

describe('the checker that the property tests rely on', () => {
  const known = { users: ['U0KIM'], channels: [] };
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
  it.each([
    ['a ping', { text: 'x', blocks: [section('<!channel>')] }],
    ['a stranger', { text: 'x', blocks: [section('<@U0VICTIM>')] }],
    ['raw markup in the plain text', { text: 'a < b', blocks: [section('x')] }],
    ['a torn entity', { text: 'x', blocks: [section('a &am…')] }],
    ['half a character', { text: 'x', blocks: [section('\ud83d')] }],
    ['an empty text', { text: ' \u200b', blocks: [section('x')] }],
    ['no blocks', { text: 'x' }],
    ['a section that is too long', { text: 'x', blocks: [section('x'.repeat(3_001))] }],
    ['51 blocks', { text: 'x', blocks: Array.from({ length: 51 }, () => section('x')) }],
    [
      'a button without a label',
      { text: 'x', blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'a' } }] }] },
    ],
  ])('objects to %s', (_, message: ChatMessage) => {
    expect(objectionsToMessage(message, known)).not.toEqual([]);
  });
});
