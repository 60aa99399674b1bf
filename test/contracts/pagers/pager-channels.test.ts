import { inspect } from 'node:util';
import type { Fault } from '../../../sandbox/faults.ts';
import { type PagerStandIns, startPagerStandIns } from '../../../sandbox/pagers/index.ts';
import type { PagerChannel } from '../../../src/domain/ports/pagers.ts';
import { PAGER_CHANNELS } from '../../../src/integrations/pagers/index.ts';
import { MINJI, PAGER_SECRETS, PAGER_STANDS, type PagersIn, pageNotice, pagersIn } from '../../support/servers/pager-stands.ts';

let standIns: PagerStandIns;

beforeEach(async () => {
  standIns = await startPagerStandIns();
});

afterEach(async () => {
  await standIns.close();
});

/** What a pager rejected with; fails when it did not. */
async function refusal(promise: Promise<unknown>): Promise<Error & { code?: string; retryAfterMs?: number }> {
  const outcome = await promise.then(
    () => new Error('nothing was refused'),
    (error: unknown) => error as Error,
  );
  // The stack, the cause and every field are what a log would show.
  for (const secret of PAGER_SECRETS) expect(inspect(outcome, { depth: 6 })).not.toContain(secret);
  return outcome;
}

/** Those whose other side is played whole; what is promised of every pager is tried in pager-promises.test.ts. */
describe.each(Object.entries(PAGER_STANDS))('the pager %s', (name, stand) => {
  function pager(changes: Omit<PagersIn, 'standIns'> = {}): PagerChannel {
    const found = pagersIn({ standIns, ...changes }).find((channel) => channel.name === name);
    if (!found) throw new Error(`${name} was not made`);
    return found;
  }
  const inject = (fault: Fault, call = stand.call): void => stand.faults(standIns).inject({ call, fault });
  const words = stand.carries === 'text' ? pageNotice().text : pageNotice().short;

  it('delivers, Korean and emoji intact, to the person', async () => {
    await pager().send(pageNotice(), MINJI);
    const [arrived, ...more] = await stand.arrived(standIns);
    expect(more).toEqual([]);
    expect(arrived).toEqual({ to: stand.address ? MINJI[stand.address] : MINJI.slack, text: words });
  });

  it(`sends the same key a second time: it is there ${stand.twice}`, async () => {
    const channel = pager();
    const [first, second] = [await channel.send(pageNotice(), MINJI), await channel.send(pageNotice(), MINJI)];
    expect(await stand.arrived(standIns)).toHaveLength(stand.twice === 'once' ? 1 : 2);
    if (stand.twice === 'once') expect(second).toEqual(first);
    if (stand.twice === 'twice') expect(second.reference).not.toBe(first.reference);
  });

  it('reaches nobody without the address it needs, and says so when sent all the same', async () => {
    const nobody = { name: 'Nobody', slack: 'U0NOBODY' };
    const channel = pager();
    expect(channel.reaches(MINJI)).toBe(true);
    expect(channel.reaches(nobody)).toBe(stand.address === undefined);
    if (!stand.address) return;
    expect(await refusal(channel.send(pageNotice(), nobody))).toMatchObject({
      name: 'PermanentError',
      code: 'no_address',
      message: expect.stringContaining(stand.address),
    });
    expect(await stand.arrived(standIns)).toEqual([]);
  });

  it('is refused for good with wrong credentials, and names the variable', async () => {
    const error = await refusal(pager({ environment: stand.wrong }).send(pageNotice(), MINJI));
    expect(error).toMatchObject({ name: 'PermanentError', message: expect.stringContaining(Object.keys(stand.wrong)[0] ?? '') });
    expect(await stand.arrived(standIns)).toEqual([]);
  });

  it.each<[what: string, fault: Fault]>([
    ['asked to wait', { kind: 'rate-limit', retryAfterSeconds: 17 }],
    ['answered with 500', { kind: 'http', status: 500 }],
    ['answered with 503', { kind: 'http', status: 503 }],
    ['cut off', { kind: 'cut' }],
    ['cut off after the effect', { kind: 'cut-after' }],
    ['answered with 502 after the effect', { kind: 'lost-reply', status: 502 }],
  ])('may be tried again when it is %s', async (_, fault) => {
    inject(fault);
    const error = await refusal(pager().send(pageNotice(), MINJI));
    expect(error.name).toBe('TransientError');
    if (fault.kind === 'rate-limit' && name !== 'email') expect(error.retryAfterMs).toBe(17_000);
    stand.faults(standIns).clear();
    await pager().send(pageNotice(), MINJI);
  });

  it('gives up on silence within its timeout', async () => {
    inject({ kind: 'hang' });
    const began = performance.now();
    const error = await refusal(pager({ options: { timeoutMs: 300 } }).send(pageNotice(), MINJI));
    expect(error).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('may be tried again when nobody listens', async () => {
    const channel = pager();
    await standIns.close();
    expect(await refusal(channel.send(pageNotice(), MINJI))).toMatchObject({ name: 'TransientError', code: 'connection' });
  });

  it.each([
    ['Korean', '가나다라 '],
    ['families of emoji', '👩‍👩‍👧‍👦'],
    ['markup', '<&> '],
  ])('clamps a long text of %s between characters', async (_, unit) => {
    const long = unit.repeat(30_000 / unit.length);
    await pager().send(pageNotice({ title: long, text: long, short: long }), MINJI);
    const [arrived] = await stand.arrived(standIns);
    expect(arrived?.text.length).toBeLessThanOrEqual(stand.most);
    expect(arrived?.text.length).toBeGreaterThan(stand.most - 20);
    expect(arrived?.text.endsWith('…')).toBe(true);
    const whole = arrived?.text.slice(0, -1) ?? '';
    expect(long.startsWith(whole)).toBe(true);
    expect(new Intl.Segmenter('und').segment(long).containing(whole.length)?.index).toBe(whole.length);
  });

  it('tells that it is over, when it can, as often as it is told', async () => {
    const channel = pager();
    if (!channel.settle) return;
    await channel.send(pageNotice(), MINJI);
    for (const outcome of ['acknowledged', 'acknowledged', 'resolved', 'resolved'] as const) {
      await channel.settle({ incidentId: 12, outcome, by: 'U0MINJI' });
    }
    await channel.settle({ incidentId: 99, outcome: 'resolved', by: 'U0MINJI' });
    stand.faults(standIns).inject({ call: '*', fault: { kind: 'http', status: 503 } });
    expect(await refusal(channel.settle({ incidentId: 12, outcome: 'resolved', by: 'U0MINJI' }))).toMatchObject({ name: 'TransientError' });
  });
});

describe('the list of pagers', () => {
  const names = (changes: Omit<PagersIn, 'standIns'> = {}): string[] => pagersIn({ standIns, ...changes }).map(({ name }) => name);

  it('bears every name once', () => {
    expect(new Set(PAGER_CHANNELS.map(({ name }) => name)).size).toBe(PAGER_CHANNELS.length);
  });

  it('comes in the order of the playbook, with those left out that it leaves out', () => {
    expect(names()).toEqual(['email', 'sms', 'voice', 'webhook', 'pagerduty']);
    expect(names({ paging: { order: ['voice', 'slack', 'email'] } })).toEqual(['voice', 'email']);
    expect(names({ environment: { PAGERDUTY_ROUTING_KEY: '', WEBHOOK_SECRET: '' } })).toEqual(['email', 'sms', 'voice']);
    const nothing = Object.fromEntries(Object.keys(standIns.environment).map((variable) => [variable, '']));
    expect(names({ environment: nothing })).toEqual([]);
  });
});
