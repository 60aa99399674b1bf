import { inspect } from 'node:util';
import type { StatusPageStandIn } from '../../../sandbox/status-pages/stand-in-page.ts';
import { statusPagesCheck } from '../../../src/cli/doctor/status-pages.ts';
import { loadConfig } from '../../../src/config.ts';
import type { OwnIncident, PageUpdate, StatusPage } from '../../../src/domain/ports/status-pages.ts';
import { createStatusPages, STATUS_PAGES } from '../../../src/integrations/status-pages/index.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { STATUS_PAGE_STANDS, type StatusPageStand } from '../../support/status-pages/stands.ts';

/** What every external status page promises, against a stand-in that speaks the vendor's documented API and refuses what that refuses. */

const OWN: OwnIncident = {
  marker: 'deployment/coupon/7',
  name: 'Coupon issuing is slow',
  startedAt: new Date('2026-03-03T05:00:00.123Z'),
  texts: ['We are looking into it.'],
};
const FIRST: PageUpdate = { stage: 'investigating', text: 'We are looking into it.', components: {}, notifies: true };

it('every vendor has a stand-in, and a name of its own', () => {
  expect(STATUS_PAGES.map(({ name }) => name).sort()).toEqual(Object.keys(STATUS_PAGE_STANDS).sort());
});

describe.each(STATUS_PAGES.map((kind) => [kind.name, kind] as const))('the page %s', (name, kind) => {
  const found = STATUS_PAGE_STANDS[name];
  if (!found) throw new Error(`${name} has no stand-in`);
  const stand: StatusPageStand = found;
  let vendor: StatusPageStandIn;

  beforeEach(async () => {
    vendor = await stand.start();
  });
  afterEach(() => vendor.close());

  const config = (over: Record<string, string> = {}) =>
    loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1-contract', SLACK_SIGNING_SECRET: 'contract-secret', ...stand.environment(vendor.url), ...over });
  const accounts = (over: Record<string, string> = {}) => config(over).accounts;
  const setup = (timeoutMs: number) => ({ clock: { now: () => new Date('2026-03-03T05:00:00.000Z') }, timeoutMs });
  function page(over: Record<string, string> = {}, timeoutMs = 5_000): StatusPage {
    const made = createStatusPages(accounts(over), setup(timeoutMs)).find((one) => one.name === name);
    if (!made) throw new Error(`${name} was not made`);
    return made;
  }
  async function refusal(promise: Promise<unknown>) {
    const error = await promise.then(
      () => new Error('nothing was refused'),
      (thrown: unknown) => thrown as Error,
    );
    expect(inspect(error, { depth: 8 })).not.toContain('stand-in-token');
    return error as Error & { code?: string; retryAfterMs?: number; said?: { en: string } };
  }
  const [down, other] = stand.components;

  it('shows an incident with its components, takes updates in their order, and reads back what stands there', async () => {
    const made = await page().create(OWN, { ...FIRST, components: { [down]: 'major-outage' } });
    expect(made).toMatchObject({ stage: 'investigating', updates: [{ text: FIRST.text }] });
    expect(vendor.incidents).toMatchObject([{ name: OWN.name, updates: [{ status: stand.stage.investigating, notified: true }] }]);
    expect(vendor.components.get(down)).toBe(stand.down);
    const told = await page().add(made.id, {
      stage: 'monitoring',
      text: 'It is back.',
      components: { [down]: 'operational' },
      notifies: true,
    });
    const read = await page().read(made.id);
    expect(read).toMatchObject({ id: made.id, stage: 'monitoring', updates: [{ text: FIRST.text }, { id: told.id, text: 'It is back.' }] });
    expect(read?.updates[0]?.id).toBe(made.updates[0]?.id);
    expect(Object.fromEntries(vendor.components)).toEqual({ [down]: stand.up, [other]: stand.up });
  });

  it('an update that names no component leaves all as they are', async () => {
    const made = await page().create(OWN, { ...FIRST, components: { [down]: 'major-outage' } });
    await page().add(made.id, { ...FIRST, text: 'Still.' });
    expect(vendor.components.get(down)).toBe(stand.down);
  });

  it('knows an incident of ours again, by a later text of it too, and nobody else’s', async () => {
    expect(await page().find(OWN)).toBeUndefined();
    const made = await page().create(OWN, FIRST);
    await page().add(made.id, { ...FIRST, text: 'Still.' });
    expect(await page().find({ ...OWN, texts: [...OWN.texts, 'Still.'] })).toMatchObject({
      id: made.id,
      updates: [{}, { text: 'Still.' }],
    });
    const others = { marker: 'deployment/coupon/8', name: OWN.name, startedAt: new Date('2026-03-03T09:00:00Z'), texts: ['Another one.'] };
    expect(await page().find(others)).toBeUndefined();
  });

  it('changes the words of an update, the first one too', async () => {
    const made = await page().create(OWN, FIRST);
    const { id } = await page().add(made.id, { ...FIRST, stage: 'monitoring', text: 'Still.' });
    const { edit } = page();
    if (!edit) return;
    await edit(made.id, made.updates[0]?.id ?? '', { stage: 'investigating', text: 'First, corrected.' });
    await edit(made.id, id, { stage: 'monitoring', text: 'Second, corrected.' });
    expect(vendor.incidents[0]?.updates.map(({ text }) => text)).toEqual(['First, corrected.', 'Second, corrected.']);
    expect((await page().read(made.id))?.stage).toBe('monitoring');
    expect(await refusal(edit(made.id, '99', { stage: 'monitoring', text: 'x' }))).toMatchObject({ code: 'http_404' });
  });

  it('reads and sets the states of components; one that is not there has none', async () => {
    await page().setStates({ [down]: 'major-outage' });
    expect(vendor.components.get(down)).toBe(stand.down);
    expect(await page().states([down, other, '404'])).toEqual({ [down]: 'major-outage', [other]: 'operational' });
    expect(await refusal(page().setStates({ 404: 'degraded' }))).toMatchObject({ name: 'PermanentError', code: 'http_404' });
  });

  it('an incident that was deleted there is gone, for readers and for updates', async () => {
    const made = await page().create(OWN, FIRST);
    vendor.incidents.splice(0);
    expect(await page().read(made.id)).toBeUndefined();
    expect(await refusal(page().add(made.id, FIRST))).toMatchObject({ name: 'PermanentError', code: 'http_404' });
  });

  it('says which variables to check when it is not let in', async () => {
    const error = await refusal(page(stand.wrong).create(OWN, FIRST));
    expect(error).toMatchObject({ name: 'PermanentError', code: 'http_401' });
    expect(error.said?.en).toContain(Object.keys(stand.wrong)[0] ?? 'a variable');
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'http', status: 403 } });
    expect(await refusal(page().create(OWN, FIRST))).toMatchObject({ name: 'PermanentError', code: 'http_403' });
    expect(vendor.incidents).toEqual([]);
  });

  it('says what is wrong, in the vendor’s words', async () => {
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'error', code: 'Name is too rude' }, times: 1 });
    const error = await refusal(page().create(OWN, FIRST));
    expect(error).toMatchObject({ name: 'PermanentError', code: 'http_422' });
    expect(error.said?.en).toContain('Name is too rude');
    const unasked = await refusal(page().create(OWN, { ...FIRST, text: '' }));
    expect(unasked).toMatchObject({ name: 'PermanentError', code: 'http_422' });
    expect(vendor.incidents).toEqual([]);
  });

  it('waits as long as it is asked to, and tries again what passes', async () => {
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'rate-limit', retryAfterSeconds: 17 }, times: 1 });
    expect(await refusal(page().create(OWN, FIRST))).toMatchObject({ name: 'TransientError', retryAfterMs: 17_000 });
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'http', status: 500 }, times: 1 });
    expect(await refusal(page().create(OWN, FIRST))).toMatchObject({ name: 'TransientError', code: 'http_500' });
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'cut' }, times: 1 });
    expect(await refusal(page().create(OWN, FIRST))).toMatchObject({ name: 'TransientError', code: 'connection' });
    vendor.faults.inject({ call: stand.calls.create, fault: { kind: 'hang' }, times: 1 });
    expect(await refusal(page({}, 300).create(OWN, FIRST))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect((await page().create(OWN, FIRST)).id).toBeTruthy();
  });

  it('names longer than the vendor takes are cut', async () => {
    await page().create({ ...OWN, name: '가'.repeat(400) }, FIRST);
    expect(vendor.incidents[0]?.name.length).toBeLessThanOrEqual(255);
    expect(await page().find({ ...OWN, name: '가'.repeat(400) })).toBeDefined();
  });

  it('doctor sees whether it answers, and tells nobody anything', async () => {
    expect(await kind.probe(accounts(), setup(5_000))).toMatchObject({ ready: true });
    expect(await refusal(kind.probe(accounts(stand.wrong), setup(5_000)))).toMatchObject({ code: 'http_401' });
    const statusPage = { ...couponPlaybook().statusPage, external: [{ page: name, components: {} }] };
    const playbook = { ...couponPlaybook(), statusPage };
    const look = async (over: Record<string, string>) =>
      await statusPagesCheck.run({ config: config(over), playbook, log: silentLog, timeoutMs: 5_000 });
    expect(await look({})).toMatchObject([{ level: 'ok', subject: `Status page ${name}` }]);
    expect(await look(stand.wrong)).toMatchObject([{ level: 'fail' }]);
    const nothing = Object.fromEntries(Object.keys(stand.environment('')).map((variable) => [variable, '']));
    expect(await look(nothing)).toMatchObject([{ level: 'fail', text: expect.stringContaining(kind.variables) }]);
    expect(vendor.incidents).toEqual([]);
  });
});
