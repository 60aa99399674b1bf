import { type ActuatorStandIn, startActuator } from '../../../sandbox/actuator.ts';
import { poolQuery, poolsOf } from '../../../src/domain/analysis/pool.ts';
import { createActuatorPool } from '../../../src/integrations/jvm/actuator-pool.ts';

const timeoutMs = 5_000;
const METERS = { active: 38, idle: 2, pending: 7, max: 40, timeout: 12 };

describe('the pool by an Actuator', () => {
  let actuator: ActuatorStandIn;
  beforeAll(async () => {
    actuator = await startActuator(() => Buffer.alloc(0), {
      authorization: 'Bearer token',
      pool: () => ({ name: 'HikariPool-1', meters: METERS }),
    });
  });
  afterAll(() => actuator.close());
  afterEach(() => actuator.failWith(undefined));
  const reader = (more: { url?: string; authorization?: string } = {}) =>
    createActuatorPool({ name: 'api', url: actuator.url, authorization: 'Bearer token', ...more });

  it('tells what is in use, idle, waiting, its size and who waited in vain', async () => {
    expect(await reader().read({ timeoutMs })).toEqual([{ pool: 'HikariPool-1', active: 38, idle: 2, pending: 7, max: 40, timeouts: 12 }]);
  });

  it.each([
    [{ authorization: 'Bearer other' }, { code: 'http_401' }, /set ACTUATOR_AUTHORIZATION/],
    [{ url: 'http://127.0.0.1:9/actuator' }, { code: 'connection' }, /Actuator/],
  ])('says what to do: %p', async (more, error, text) => {
    await expect(reader(more).read({ timeoutMs })).rejects.toMatchObject(error);
    await expect(reader(more).read({ timeoutMs })).rejects.toThrow(text);
  });

  it('says that metrics is not exposed, or that there is no pool', async () => {
    const bare = await startActuator(() => Buffer.alloc(0));
    try {
      await expect(createActuatorPool({ name: 'api', url: bare.url, authorization: undefined }).read({ timeoutMs })).rejects.toThrow(
        /no HikariCP pool, or metrics is not exposed/,
      );
    } finally {
      await bare.close();
    }
  });

  it('may be asked again when it is in trouble', async () => {
    actuator.failWith(503);
    await expect(reader().read({ timeoutMs })).rejects.toMatchObject({ name: 'TransientError', code: 'http_503' });
  });
});

describe('the pools of Prometheus', () => {
  it('are asked for in one query, whatever the selector', () => {
    expect(poolQuery('{job="a"}')).toBe('{__name__=~"hikaricp_connections_(active|idle|pending|max|timeout_total)",job="a"}');
    expect(poolQuery(' { } ')).toBe('{__name__=~"hikaricp_connections_(active|idle|pending|max|timeout_total)"}');
  });

  it('are told apart by their instance where several have one name', () => {
    const of = (name: string, instance: string, value: number) => ({
      labels: { __name__: `hikaricp_connections_${name}`, pool: 'main', instance },
      value,
    });
    expect(
      poolsOf([
        of('active', 'a:1', 3),
        of('max', 'a:1', 10),
        of('active', 'b:1', 9),
        of('timeout_total', 'b:1', 2),
        of('unheard_of', 'b:1', 1),
      ]),
    ).toEqual([
      { pool: 'main a:1', active: 3, max: 10 },
      { pool: 'main b:1', active: 9, timeouts: 2 },
    ]);
    expect(poolsOf([of('active', 'a:1', 3)])).toEqual([{ pool: 'main', active: 3 }]);
  });
});
