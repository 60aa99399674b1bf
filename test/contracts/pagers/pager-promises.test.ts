import { inspect } from 'node:util';
import { secretsIn } from '../../../src/config.ts';
import type { PagerChannel } from '../../../src/domain/ports/pagers.ts';
import { createMailer } from '../../../src/integrations/mail/index.ts';
import { createMask } from '../../../src/integrations/mask.ts';
import { PAGER_CHANNELS, type PagerSetup } from '../../../src/integrations/pagers/index.ts';
import { accountsWith } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { MINJI, pageNotice } from '../../support/servers/pager-stands.ts';
import { configAt, startVendorStand, type VendorStand } from '../../support/servers/vendor-stand.ts';

/**
 * What is promised of every pager in the list, whatever it speaks: it is set up by the examples of its own variables and sent to a port of this machine. No pager is
 * named here.
 */
let stand: VendorStand;

beforeEach(async () => {
  stand = await startVendorStand();
});

afterEach(() => stand.close());

const config = () => configAt(stand);

function pager(name: string, timeoutMs = 5_000): PagerChannel {
  const { accounts } = config();
  const setup: PagerSetup = {
    clock: { now: () => new Date() },
    log: silentLog,
    mailer: createMailer(accounts, { timeoutMs }),
    team: { paging: { webhook: `${stand.url}/pages` } },
    service: { key: 'coupon' },
    timeoutMs,
  };
  const made = PAGER_CHANNELS.find((kind) => kind.name === name)?.create(accounts, setup);
  if (!made) throw new Error(`${name} is not made from the examples of its variables`);
  return made;
}

/** What it rejected with, looked through for secrets as a log would show it. */
async function refusal(promise: Promise<unknown>): Promise<Error & { code?: string; retryAfterMs?: number }> {
  const error = await promise.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown as Error,
  );
  const shown = inspect(error, { depth: 8 });
  expect(createMask(secretsIn(config()))(shown)).toBe(shown);
  return error;
}

it('every name is there once, and none is Slack’s', () => {
  const names = ['slack', ...PAGER_CHANNELS.map(({ name }) => name)];
  expect(new Set(names).size).toBe(names.length);
});

describe.each(PAGER_CHANNELS.map((kind) => [kind.name, kind] as const))('the pager %s', (name, kind) => {
  it('is what its list says, reaches somebody with every address, and is not made while nothing sets it up', () => {
    expect(pager(name)).toMatchObject({ name, wakes: kind.wakes, shared: kind.shared });
    expect(pager(name).reaches(MINJI)).toBe(true);
    const accounts = accountsWith();
    const nothing: PagerSetup = {
      clock: { now: () => new Date() },
      log: silentLog,
      mailer: createMailer(accounts),
      team: { paging: {} },
      service: { key: 'coupon' },
      timeoutMs: 5_000,
    };
    expect(kind.create(accounts, nothing)).toBeUndefined();
  });

  it('gives up on silence within its timeout', async () => {
    const began = performance.now();
    expect(await refusal(pager(name, 300).send(pageNotice(), MINJI))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('may be tried again when it is cut off, and when nobody listens', async () => {
    stand.manner = 'cut';
    expect((await refusal(pager(name).send(pageNotice(), MINJI))).name).toBe('TransientError');
    await stand.close();
    expect(await refusal(pager(name).send(pageNotice(), MINJI))).toMatchObject({ name: 'TransientError', code: 'connection' });
  });

  it('tells whom it has no address for, and sends nothing then', async () => {
    const nobody = { name: 'Nobody', slack: 'U0NOBODY' };
    if (pager(name).reaches(nobody)) return;
    expect(await refusal(pager(name).send(pageNotice(), nobody))).toMatchObject({ name: 'PermanentError', code: 'no_address' });
  });

  // Mail is spoken to differently, and has no account of its own; its refusals are in mailer.test.ts.
  if (Object.keys(kind.account.variables).length === 0) return;

  describe('over HTTP', () => {
    it.each([
      [400, 'PermanentError'],
      [401, 'PermanentError'],
      [403, 'PermanentError'],
      [404, 'PermanentError'],
      [500, 'TransientError'],
      [503, 'TransientError'],
    ])('an answer of %i is a %s, which quotes no secret however much is quoted to it', async (status, expected) => {
      stand.manner = { status, quote: true };
      expect((await refusal(pager(name).send(pageNotice(), MINJI))).name).toBe(expected);
      const { settle } = pager(name);
      if (settle) expect((await refusal(settle({ incidentId: 12, outcome: 'resolved', by: 'U0MINJI' }))).name).toBe(expected);
    });

    it('waits as long as it is asked to', async () => {
      stand.manner = { status: 429, headers: { 'retry-after': '17' } };
      expect(await refusal(pager(name).send(pageNotice(), MINJI))).toMatchObject({ name: 'TransientError', retryAfterMs: 17_000 });
    });
  });
});
