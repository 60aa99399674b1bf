import { remove } from '../../support/scenario/edit-playbook.ts';
import { bareMitigation } from '../../support/scenario/run-mitigation.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What users of the watched service read while people work on an incident and nobody has posted anything for them. */

async function json({ app }: Scenario): Promise<{ body: object }> {
  return { body: (await (await fetch(`${app.url}/status.json`)).json()) as object };
}

async function page({ app }: Scenario): Promise<{ html: string }> {
  return { html: await (await fetch(`${app.url}/status`)).text() };
}

/** What is read is kept for a second. */
async function later(s: Scenario) {
  await s.advance('2s');
}

it('newcomer 2: does not say that no problem is known while one is, although nobody has posted anything', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev3 A few answers are slow');
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'ok' });

  const { id } = await s.opens('minji', 'sev2 Database password leaked');
  await later(s);
  const since = (await s.incident(id)).detectedAt.toISOString();
  const { body } = await json(s);
  expect(body).toMatchObject({
    state: 'investigating',
    notices: [],
    investigating: {
      on: true,
      text: { en: 'We are looking into a problem with Coupon issuing', ko: '쿠폰 발급 관련 문제를 확인하고 있습니다' },
      since,
    },
  });
  const { html } = await page(s);
  expect(html).toMatch(/We are looking into a problem with Coupon issuing[\s\S]*쿠폰 발급 관련 문제를 확인하고 있습니다/);
  expect(html).not.toMatch(/No known problems|알려진 문제가 없습니다/);
  for (const all of [html, JSON.stringify(body)]) expect(all).not.toMatch(/password|#2\b|sev2|minji|U0MINJI/i);

  // What somebody posts says more, and takes its place.
  const notice = bareMitigation(s.app.runtime, 'delay-notice', id);
  await notice.execute(await notice.plan(), 'run:1');
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'delayed', investigating: { on: false } });
  await s.says('minji', `resolve #${id}`);
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'ok', notices: [] });
  await s.says('minji', `reopen #${id}`);
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'investigating' });
  await s.says('minji', `severity #${id} sev3`);
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'ok' });
  s.takeAll();
});

it('newcomer 2: says neither that all is well nor that it is not, where the playbook does not let it', async () => {
  const s = await scenario({ ...CALM, playbook: [...CALM.playbook, remove('statusPage')] });
  await s.opens('minji', 'sev1 Coupons late');
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'unstated', investigating: { on: false, text: null, since: null } });
  const { html } = await page(s);
  expect(html).toMatch(/Nothing has been announced[\s\S]*현재 공지가 없습니다/);
  expect(html).not.toMatch(/No known problems|looking into|알려진 문제가 없습니다|확인하고 있습니다/);
  s.takeAll();
});

it('newcomer 2: is moved by no private incident', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', '--private sev1 Database password leaked');
  await later(s);
  expect((await json(s)).body).toMatchObject({ state: 'ok' });
  s.takeAll();
});
