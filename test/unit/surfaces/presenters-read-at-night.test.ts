import type { OncallLevelView } from '../../../src/views/oncall.ts';
import { aBriefing, anIncident, NOW, presenterIn, responseTime } from '../../support/examples/view-examples.ts';
import { renderText } from '../../support/scenario/render-text.ts';

/** What somebody stumbled over who read the pictures of each surface as if it were 3 a.m. */

const en = presenterIn('en');
const ko = presenterIn('ko');
const incident = anIncident();
const REFUSED = {
  part: 'pin',
  code: 'restricted_action',
  text: {
    en: 'The workspace does not let this app do that here: ask a workspace admin. (Slack: restricted_action at pins.add)',
    ko: '워크스페이스가 여기서는 이 앱에 허용하지 않습니다. (Slack: restricted_action at pins.add)',
  },
  retrying: false,
} as const;

describe('a part that does not work', () => {
  it('says its advice once, in the language of its reader', () => {
    const said = (presenter: typeof en) => renderText(presenter.failedPart({ incident, problem: REFUSED, now: NOW }));
    expect(said(en)).toContain(
      'Pin of the briefing: The workspace does not let this app do that here: ask a workspace admin. (Slack: restricted_action at pins.add). Bongsu will not',
    );
    expect(said(en)).not.toContain('Settings → Permissions');
    expect(said(ko)).toMatch(/브리핑 고정: 워크스페이스가 여기서는 .*않습니다\. \(Slack: restricted_action at pins\.add\)\. 자동으로/);
    expect(said(ko)).not.toContain('요청해 주세요');
  });

  it('says its advice in the language of its reader, beside words that came in another one', () => {
    const problem = { ...REFUSED, text: 'Not today, says the <vendor>.' };
    const said = (presenter: typeof en) => renderText(presenter.failedPart({ incident, problem, now: NOW }));
    expect(said(en)).toContain('Pin of the briefing: Not today, says the <vendor>. Bongsu will not');
    expect(said(ko)).toMatch(
      /브리핑 고정: 이 워크스페이스에서는 .*요청해 주세요 \(Settings → Permissions\)\. \(Not today, says the <vendor>\)/,
    );
  });

  it('is not said again beside the bridge that stands in for it', () => {
    const bridge = { state: 'open', kind: 'fallback', url: 'https://meet.example.com/room', problem: 'Zoom refused.' } as const;
    const problems = [{ part: 'bridge', code: 'http_400', text: 'Zoom refused.', retrying: false }] as const;
    expect(renderText(en.briefing(aBriefing({ bridge, problems }))).match(/Zoom refused/g)).toHaveLength(1);
    expect(renderText(en.briefing(aBriefing({ bridge, problems: [] })))).toContain('⚠ Zoom refused.');
  });

  it('is said once for all signals of a source that is down', () => {
    const problem = 'Prometheus failed with HTTP 503.';
    const { value: _, ...reading } = responseTime({ state: 'unreachable', problem }).reading;
    const down = { ...responseTime(), reading };
    const text = renderText(en.briefing(aBriefing({ readings: [down, { ...down, key: 'other' }], metricsProblem: problem })));
    expect(text.match(/HTTP 503/g)).toHaveLength(1);
    expect(text).toContain('⚠ The metrics do not answer (Prometheus failed with HTTP 503). Missing');
  });
});

describe('a briefing that sees nothing', () => {
  const diagnosis = { incident, causes: [], suffering: [], at: NOW, now: NOW };
  const { value: _, ...reading } = responseTime({ state: 'unreachable' }).reading;

  it('does not say that nothing stands out', () => {
    const blind = aBriefing({ readings: [{ ...responseTime(), reading }], diagnosis });
    expect(renderText(en.briefing(blind))).not.toContain('Nothing stands out');
    expect(renderText(en.briefing(aBriefing({ diagnosis })))).toContain('Nothing stands out');
  });
});

it('a value that is back within its limits is not called abnormal', () => {
  const change = { abnormal: { since: new Date(NOW.getTime() - 60_000), earlier: false } };
  const text = (state: 'normal' | 'warning') => renderText(en.briefing(aBriefing({ readings: [{ ...responseTime({ state }), change }] })));
  expect(text('warning')).toContain('abnormal since 14:13');
  expect(text('normal')).not.toContain('abnormal');
});

it('a page that was acknowledged says no numbers that nobody reads anew', () => {
  const view = { incident, level: 'L1', readings: [], now: NOW } as const;
  expect(renderText(en.page(view))).toContain('No numbers');
  expect(renderText(en.page({ ...view, acknowledged: { by: 'U0LEE', at: NOW } }))).not.toContain('No numbers');
});

it('an announcement that is the head of the thread sends people there', () => {
  expect(en.announcement({ incident, inThread: true, now: NOW }).text).toContain('in the thread of this message');
});

it('the address of the bridge can be opened from a mail', () => {
  const { text } = en.pageText({ incident, level: 'L1', readings: [], bridgeUrl: 'https://zoom.us/j/1?pwd=a&b=c', now: NOW });
  expect(text).toContain('https://zoom.us/j/1?pwd=a&b=c\n');
});

it('what a notification says of a time stands in it as people read it', () => {
  const deadlines = [{ id: 'I1', title: { en: 'Limit', ko: '제한' }, dueAt: NOW }];
  const said = [en.deadlines({ incident, deadlines, now: NOW }), en.nextUpdate({ incident, nextAt: NOW, now: NOW })];
  for (const { text } of said) {
    expect(text).toContain('14:14 GMT+9');
    expect(text).not.toContain('<!date');
  }
});

describe('many incidents', () => {
  const incidents = Array.from({ length: 30 }, (_unused, n) => anIncident({ id: 30 - n, severity: n < 2 ? 'sev1' : 'sev3' }));

  it('are counted by how bad they are, because the worst may stand on another page', () => {
    const text = renderText(en.list({ incidents, page: 3, scope: 'active', now: NOW }));
    expect(text).toMatch(/^## 30 incidents under way\n\(🔴 SEV1 critical: 2 · 🟡 SEV3 medium: 28\)\n/);
  });

  it('do not all fit on the home of the app, which says where the others are', () => {
    const levels: OncallLevelView[] = [];
    const text = JSON.stringify(en.home({ incidents, levels, now: NOW }).blocks);
    expect(text).toContain('and 20 more: `/incident list 2`');
    expect(text).not.toContain('Page 1 of 3');
    expect(JSON.stringify(en.home({ incidents: incidents.slice(0, 10), levels, now: NOW }).blocks)).not.toContain('more:');
  });
});

it('help shows as code what can be typed, each command in one line', () => {
  const text = renderText(en.help([{ usage: 'keep [#7] <row> what', summary: 'Say so, such as `keep R2 replayed`.' }]));
  expect(text).toContain('`/incident keep [#7] <row> what` Say so, such as `keep R2 replayed`.');
});

it('the form that declares keeps what a person wrote when it says how it ended', () => {
  const view = en.openModal({ state: 'notice', message: en.confirmation('R&D: <late> coupons') });
  expect(JSON.stringify(view.blocks)).toContain('R&amp;D: &lt;late&gt; coupons');
});
