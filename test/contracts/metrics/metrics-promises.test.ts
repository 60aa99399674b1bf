import { inspect } from 'node:util';
import { secretsIn } from '../../../src/config.ts';
import type { MetricsSource } from '../../../src/domain/ports/metrics.ts';
import { createMask } from '../../../src/integrations/mask.ts';
import { createMetrics, METRICS_VENDORS } from '../../../src/integrations/metrics/index.ts';
import { accountsWith } from '../../support/scenario/accounts-with.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { configAt, startVendorStand, type VendorStand } from '../../support/servers/vendor-stand.ts';

/**
 * What is promised of every metrics source in the list, whatever it speaks: it is set up by the examples of its own variables and sent to a port of this machine. No
 * source is named here; what each really answers is tried against the real server (test/contracts/metrics).
 */
let stand: VendorStand;
const made: MetricsSource[] = [];

beforeEach(async () => {
  stand = await startVendorStand();
});

afterEach(async () => {
  await Promise.all(made.splice(0).map((source) => source.close?.()));
  await stand.close();
});

async function refusal(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const error = await promise.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown as Error,
  );
  const shown = inspect(error, { depth: 8 });
  expect(createMask(secretsIn(configAt(stand)))(shown)).toBe(shown);
  return error;
}

it('every name is there once', () => {
  const names = METRICS_VENDORS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(METRICS_VENDORS.map((vendor) => [vendor.name, vendor] as const))('the source %s', (name, vendor) => {
  const ask = (timeoutMs: number): Promise<unknown> => {
    const source = vendor.create(configAt(stand).accounts, { log: silentLog });
    if (!source) throw new Error(`${name} is not made from the examples of its variables`);
    made.push(source);
    return source.instant({ query: vendor.example, at: new Date(), timeoutMs });
  };

  it('says what sets it up while nothing does, in both languages', async () => {
    const metrics = createMetrics(accountsWith(), { log: silentLog });
    const error = await metrics
      .source(name)
      .instant({ query: vendor.example, at: new Date(), timeoutMs: 1_000 })
      .catch((thrown: unknown) => thrown);
    const says = expect.stringContaining(vendor.variable);
    expect(error).toMatchObject({ name: 'PermanentError', code: 'not_configured', said: { en: says, ko: says } });
    await metrics.close();
  });

  it('gives up on silence within the time it is given', async () => {
    const began = performance.now();
    expect(await refusal(ask(300))).toMatchObject({ name: 'TransientError', code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('may be asked again when it is cut off, and when nobody listens', async () => {
    stand.manner = 'cut';
    expect((await refusal(ask(5_000))).name).toBe('TransientError');
    await stand.close();
    expect((await refusal(ask(5_000))).name).toBe('TransientError');
  });

  it('quotes no secret, whatever is answered', async () => {
    for (const status of [400, 401, 403, 500, 503]) {
      stand.manner = { status, quote: true };
      await refusal(ask(2_000));
    }
  });
});
