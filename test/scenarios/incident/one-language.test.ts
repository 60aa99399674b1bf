import { memberHere } from '../../../src/domain/incident/actor.ts';
import { declareIncident } from '../../../src/workflows/incident/declare-incident.ts';
import { add, type Edit } from '../../support/scenario/edit-playbook.ts';
import { inJapanese, writtenIn } from '../../support/scenario/playbook-language.ts';
import { bareMitigation } from '../../support/scenario/run-mitigation.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const HANGUL = /[가-힣]/;
const JAPANESE = /日本語/;

/** A playbook that is written in one language alone, with what nobody may ever read of it, and how its team speaks. */
const PLAYBOOKS: [name: string, edits: Edit[], language: string, never: RegExp, always: RegExp][] = [
  ['English, as plain texts', [writtenIn('en', ({ en }) => en)], 'en', HANGUL, /Coupon issuing/],
  ['English, by language', [writtenIn('en', ({ en }) => ({ en }))], 'en', HANGUL, /Coupon issuing/],
  ['Korean, as plain texts', [writtenIn('ko', ({ ko }) => ko)], 'ko', /Coupon issuing|Retrospective of/, /쿠폰 발급/],
  ['Japanese, by language', [writtenIn('ja', (texts) => ({ ja: inJapanese(texts) }))], 'ja', /[가-힣]|Coupon issuing/, JAPANESE],
];

it.each(PLAYBOOKS)(
  'a playbook in %s goes through a whole incident',
  async (_name, edits, language, never, always) => {
    const s = await scenario({ ...CALM, playbook: [...CALM.playbook, ...edits] });
    const url = s.app.url;
    const seen: string[] = [];
    const look = () => {
      const all = s.takeAll();
      seen.push(...all.map(({ text }) => text));
      return all;
    };
    const says = async (words: string) => {
      const { answer } = await s.says('minji', words);
      expect(answer).not.toMatch(/^⚠/);
      seen.push(answer);
      look();
      return answer;
    };

    await opened(s);
    look();
    const [incident] = await s.app.runtime.storage.incidents.list(['open'], 1);
    expect(incident?.title).toMatch(always);
    const [page] = s.slack.directMessages(s.slack.users.minji ?? '');
    await s.clicks('minji', page ?? (undefined as never), 'command.page-acknowledge');
    look();
    await says('diagnosis #1');
    await says('deadlines #1');
    await says('mitigate #1');
    const notice = bareMitigation(s.app.runtime, 'delay-notice', 1);
    const plan = await notice.plan();
    expect(plan.refusal).toBeUndefined();
    await notice.execute(plan, 'run:1');
    // The door asks the database once a second.
    await s.advance('2s');
    const { json, html } = await publicAt(url);
    expect(Object.keys(json.service.name)).toEqual([language]);
    expect(json.notices.map(({ text }) => Object.keys(text))).toEqual([[language]]);
    expect(html).toMatch(always);
    expect(html).not.toMatch(never);
    // Each part once, in the one language that is written, and Bongsu's own words in one that it speaks.
    const spoken = language === 'ja' ? 'en' : language;
    expect([...html.matchAll(/<section lang="([^"]+)"/g)].filter(([, tag]) => tag !== spoken)).toEqual([]);
    expect([...html.matchAll(/ lang="([^"]+)"/g)].filter(([, tag]) => tag !== language && tag !== spoken)).toEqual([]);
    expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, head]) => head)).toHaveLength(html.match(/<section/g)?.length ?? 0);
    expect(html).toContain(`<html lang="${language}">`);
    seen.push(html, JSON.stringify(json));
    await says('update #1 now');
    await says('diagnosis #1 is S2/few-consumers');
    await s.advance('45m');
    look();
    await says('mitigated #1');
    await says('resolve #1');
    await says('followups #1');
    await says('retro #1');
    await says('list');
    await says('oncall');
    await s.advance('8d');
    look();
    await says('close #1');

    const wrong = seen.filter((text) => never.test(text) || /undefined|\[object/.test(text));
    expect(wrong).toEqual([]);
    expect(seen.filter((text) => always.test(text)).length).toBeGreaterThan(5);
  },
  120_000,
);

it('tells each reader in theirs what is written in it, and in the first language what is not', async () => {
  const texts = [
    writtenIn('ja', (both) => ({ ko: both.ko, ja: inJapanese(both) })),
    add('team.languages', { people: { sora: 'ko', junho: 'en' } }),
  ];
  const s = await scenario({ ...CALM, playbook: [...CALM.playbook, ...texts] });
  await opened(s);
  s.takeAll();
  expect((await s.says('sora', 'mitigate #1')).answer).toMatch(/발급 API Rate Limit/);
  expect((await s.says('junho', 'mitigate #1')).answer).toMatch(JAPANESE);
  expect((await s.says('junho', 'mitigate #1')).answer).not.toMatch(HANGUL);
  const { html } = await publicAt(s.app.url);
  // The reader's language has everything, each other one what was posted.
  expect(new Set([...html.matchAll(/<section lang="([^"]+)"/g)].map(([, tag]) => tag)).size).toBe(2);
  s.takeAll();
});

/** Somebody declares what the playbook has a name for, and gives it none of their own. */
async function opened(s: Scenario): Promise<void> {
  const declared = await declareIncident(s.app.runtime, {
    cause: { source: 'test', id: '1' },
    actor: memberHere(s.slack.users.minji ?? ''),
    via: 'slack',
    severity: 'sev1',
    scenario: 'S2',
  });
  declared.begin();
  await s.settle();
}

interface PublicJson {
  service: { name: Record<string, string> };
  notices: { text: Record<string, string> }[];
}

async function publicAt(url: string): Promise<{ json: PublicJson; html: string }> {
  const [json, html] = await Promise.all([fetch(`${url}/status.json`), fetch(`${url}/status`)]);
  return { json: (await json.json()) as PublicJson, html: await html.text() };
}
