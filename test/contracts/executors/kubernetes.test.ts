import { readFileSync, writeFileSync } from 'node:fs';
import type { Kubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import { kubernetesExecutor } from '../../../src/integrations/executors/kubernetes/kubernetes.ts';
import { accountsWith } from '../../support/scenario/accounts-with.ts';
import { executorDeps } from '../../support/servers/dial-stands/dial-scene.ts';
import { rolesToGrant, type TestCluster, testCluster } from '../../support/servers/dial-stands/kubernetes.ts';

const IN_TIME = { timeoutMs: 5_000 };
const REPLICAS = { namespace: 'coupon', deployment: 'coupon-consumer' };
const RESTART = { ...REPLICAS, set: 'restart' };
const VERSION = { namespace: 'coupon', deployment: 'coupon-api', set: 'revision' };
const POOL = { namespace: 'coupon', configMap: 'coupon-settings', key: 'POOL_SIZE', thenRestart: 'coupon-api' };

let test: TestCluster;
let cluster: Kubernetes;
beforeEach(async () => {
  test = await testCluster();
  ({ cluster } = test);
});
afterEach(async () => {
  await test.close();
});

const scaled = (to: number, key = 'run:7:scale') => ({ from: { value: 3 }, to, key });
const kept = (name: string) =>
  cluster.calls.filter((call) => call.name === name && call.status === 200 && call.args.dryRun === null).length;
/** Somebody else changes the cluster just before the next such call arrives. */
function inBetween(call: string, change: () => void): void {
  const once = () => {
    change();
    return true;
  };
  cluster.faults.inject({ call, fault: { kind: 'slow', ms: 0 }, times: 1, when: once });
}

describe('replicas', () => {
  it('come with the pods that are ready', async () => {
    const dial = test.dial(REPLICAS);
    expect(await dial.read(IN_TIME)).toEqual({ value: 3, facts: { replicas: 3, ready: 3, available: 3, updated: 3, settled: true } });
    await dial.write(scaled(6), IN_TIME);
    expect(await dial.read(IN_TIME)).toEqual({ value: 6, facts: { replicas: 6, ready: 3, available: 3, updated: 3, settled: false } });
    cluster.settle('coupon-consumer');
    expect((await dial.read(IN_TIME)).facts).toMatchObject({ ready: 6, settled: true });
  });

  it('are set though pods come and go between plan, look and write', async () => {
    const dial = test.dial(REPLICAS);
    const from = await dial.read(IN_TIME);
    const pods = (readyReplicas: number) => cluster.change('deployments', 'coupon-consumer', { status: { readyReplicas } });
    pods(1);
    inBetween('patch deployments/scale', () => pods(2));
    await dial.write({ ...scaled(6), from }, IN_TIME);
    expect(cluster.calls.map(({ name, status }) => [name, status]).slice(1)).toEqual([
      ['get deployments', 200],
      ['patch deployments/scale', 409],
      ['get deployments', 200],
      ['patch deployments/scale', 200],
    ]);
    expect(cluster.deployment('coupon-consumer').spec.replicas).toBe(6);
  });

  it('are left alone when somebody sets others between look and write', async () => {
    const dial = test.dial(REPLICAS);
    inBetween('patch deployments/scale', () => cluster.change('deployments', 'coupon-consumer', { spec: { replicas: 4 } }));
    await expect(dial.write(scaled(6), IN_TIME)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'changed',
      message: expect.stringMatching(/is 4 and no longer 3/),
    });
    expect(cluster.deployment('coupon-consumer').spec.replicas).toBe(4);
  });

  it('are given up for now when others write all the time', async () => {
    cluster.faults.inject({ call: 'patch deployments/scale', fault: { kind: 'http', status: 409 } });
    await expect(test.dial(REPLICAS).write(scaled(6), IN_TIME)).rejects.toMatchObject({ name: 'TransientError', code: 'conflict' });
  });

  it.each([1.5, 'many', true])('are not %j', async (to) => {
    const dial = test.dial(REPLICAS);
    await expect(dial.rehearse({ from: { value: 3 }, to }, IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'invalid' });
    expect(cluster.calls).toEqual([]);
  });

  it('are rehearsed by the server', async () => {
    await test.dial(REPLICAS).rehearse({ from: { value: 3 }, to: 6 }, IN_TIME);
    expect(cluster.calls.at(-1)).toMatchObject({ name: 'patch deployments/scale', args: { dryRun: 'All' }, status: 200 });
    expect(cluster.deployment('coupon-consumer').spec.replicas).toBe(3);
  });
});

describe('a restart', () => {
  it('is one rollout for one mark', async () => {
    const dial = test.dial(RESTART);
    const change = { from: await dial.read(IN_TIME), to: '2026-03-02T09:00:00Z', key: 'run:7:restart' };
    await dial.write(change, IN_TIME);
    await dial.write(change, IN_TIME);
    expect(kept('patch deployments')).toBe(1);
    expect(cluster.deployment('coupon-consumer').metadata.generation).toBe(2);
  });

  it('is refused where the rollout is paused', async () => {
    cluster.change('deployments', 'coupon-consumer', { spec: { paused: true } });
    const dial = test.dial(RESTART);
    for (const act of [
      dial.rehearse({ from: { value: null }, to: 'a' }, IN_TIME),
      dial.write({ from: { value: null }, to: 'a', key: 'k' }, IN_TIME),
    ])
      await expect(act).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('paused') });
  });
});

describe('an entry of a config map', () => {
  const change = { from: { value: 20 }, to: 40, key: 'run:7:pool' };
  const restarts = () => (cluster.deployment('coupon-api').metadata.generation ?? 0) - 1;

  it('is written as text, the others left as they are, and its reader restarted once', async () => {
    const dial = test.dial(POOL);
    await dial.write(change, IN_TIME);
    await dial.write(change, IN_TIME);
    expect(cluster.configMap('coupon-settings').data).toEqual({ POOL_SIZE: '40', MODE: 'fast' });
    expect(restarts()).toBe(1);
    await dial.write({ from: { value: 40 }, to: 20, key: 'run:7:undo' }, IN_TIME);
    expect(restarts()).toBe(2);
  });

  it('restarts its reader at the next try when it could not at this one', async () => {
    const dial = test.dial(POOL);
    cluster.faults.inject({ call: 'patch deployments', fault: { kind: 'http', status: 503 }, times: 1 });
    await expect(dial.write(change, IN_TIME)).rejects.toMatchObject({ name: 'TransientError' });
    expect([cluster.configMap('coupon-settings').data?.POOL_SIZE, restarts()]).toEqual(['40', 0]);
    await dial.write(change, IN_TIME);
    expect([kept('patch configmaps'), restarts()]).toEqual([1, 1]);
  });

  it('finds the restart whose answer was lost', async () => {
    cluster.faults.inject({ call: 'patch deployments', fault: { kind: 'lost-reply', status: 503 }, times: 1 });
    await test.dial(POOL).write(change, IN_TIME);
    expect(restarts()).toBe(1);
  });

  it('is rehearsed together with the restart, and changes neither', async () => {
    await test.dial(POOL).rehearse(change, IN_TIME);
    expect(cluster.calls.filter(({ name }) => name.startsWith('patch')).map(({ name, args }) => [name, args.dryRun])).toEqual([
      ['patch configmaps', 'All'],
      ['patch deployments', 'All'],
    ]);
    expect([cluster.configMap('coupon-settings').data?.POOL_SIZE, restarts()]).toEqual(['20', 0]);
  });

  it('may be missing, and is taken away again', async () => {
    const dial = test.dial({ ...POOL, key: 'MAX', thenRestart: undefined });
    expect(await dial.read(IN_TIME)).toEqual({ value: null });
    await dial.write({ from: { value: null }, to: 'many', key: 'k' }, IN_TIME);
    expect(await dial.read(IN_TIME)).toEqual({ value: 'many' });
    await dial.write({ from: { value: 'many' }, to: null, key: 'u' }, IN_TIME);
    expect(cluster.configMap('coupon-settings').data).toEqual({ POOL_SIZE: '20', MODE: 'fast' });
  });

  it('says when the map is immutable', async () => {
    cluster.change('configmaps', 'coupon-settings', { immutable: true });
    await expect(test.dial(POOL).rehearse(change, IN_TIME)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('immutable'),
    });
  });
});

describe('rights', () => {
  const acts: [resource: string, verb: string, target: object, from: number | null, to: string | number][] = [
    ['deployments', 'get', REPLICAS, 3, 6],
    ['deployments/scale', 'patch', REPLICAS, 3, 6],
    ['deployments', 'patch', RESTART, null, 'a'],
    ['configmaps', 'get', POOL, 20, 40],
    ['configmaps', 'patch', POOL, 20, 40],
    ['deployments', 'patch', POOL, 20, 40],
  ];

  it.each(acts)('without those for %s (%s) it says what to grant', async (resource, verb, target, from, to) => {
    const rules = rolesToGrant().map((rule) =>
      rule.resources.includes(resource) ? { ...rule, verbs: rule.verbs.filter((one) => one !== verb) } : rule,
    );
    const poor = await testCluster({ rules });
    try {
      await expect(poor.dial(target).rehearse({ from: { value: from }, to }, IN_TIME)).rejects.toMatchObject({
        name: 'PermanentError',
        code: 'forbidden',
        message: expect.stringMatching(new RegExp(`grant .*${verb}`)),
      });
      await expect(poor.dial(target).rehearse({ from: { value: from }, to }, IN_TIME)).rejects.toThrow(resource);
    } finally {
      await poor.close();
    }
  });

  it('that are granted are all used', async () => {
    await test.dial(REPLICAS).write(scaled(6), IN_TIME);
    await test.dial(RESTART).write({ from: { value: null }, to: 'a', key: 'k' }, IN_TIME);
    await test.dial(VERSION).write({ from: { value: 'coupon-api-r3' }, to: 'coupon-api-r2', key: 'k' }, IN_TIME);
    await test.dial(POOL).write({ from: { value: 20 }, to: 40, key: 'k' }, IN_TIME);
    const granted = rolesToGrant().flatMap(({ resources, verbs }) =>
      verbs.flatMap((verb) => resources.map((resource) => `${verb} ${resource}`)),
    );
    expect([...new Set(cluster.calls.map(({ name }) => name))].sort()).toEqual([...new Set(granted)].sort());
  });
});

describe('the cluster', () => {
  it.each<[status: number, name: string, code: string]>([
    [429, 'TransientError', 'ratelimited'],
    [503, 'TransientError', 'http_503'],
    [415, 'PermanentError', 'http_415'],
  ])('answers HTTP %d: %s %s', async (status, name, code) => {
    cluster.faults.inject({ call: 'patch deployments/scale', fault: { kind: 'http', status } });
    await expect(test.dial(REPLICAS).write(scaled(6), IN_TIME)).rejects.toMatchObject({ name, code });
  });

  it('asks for patience', async () => {
    cluster.faults.inject({ call: '*', fault: { kind: 'rate-limit', retryAfterSeconds: 3 } });
    await expect(test.dial(REPLICAS).read(IN_TIME)).rejects.toMatchObject({ code: 'ratelimited', retryAfterMs: 3_000 });
  });

  it('is not there', async () => {
    const dial = test.dial(REPLICAS);
    await cluster.close();
    await expect(dial.read(IN_TIME)).rejects.toMatchObject({
      name: 'TransientError',
      code: 'connection',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('does not know the account until its file is renewed', async () => {
    const stale = cluster.kubeconfig('an-old-token-of-ours');
    const path = test.write(stale);
    const dial = test.dialAt(path, REPLICAS);
    const error = await dial.read(IN_TIME).catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ name: 'PermanentError', code: 'forbidden', message: expect.stringContaining('KUBECONFIG') });
    writeFileSync(path, readFileSync(path, 'utf8').replace('an-old-token-of-ours', cluster.token));
    expect(await dial.read(IN_TIME)).toMatchObject({ value: 3 });
  });

  it.each([
    ['is no YAML', '{ token: s3cr3t-in-a-broken-file'],
    ['is something else', 'just words'],
    ['names no cluster', JSON.stringify({ clusters: [], users: [], contexts: [] })],
  ])('cannot be found by a file that %s', async (_what, text) => {
    const error = await test
      .dialAt(test.write(text), REPLICAS)
      .read(IN_TIME)
      .catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ name: 'PermanentError', code: 'not_configured', message: expect.stringMatching(/kubeconfig/) });
    expect(String((error as Error).stack)).not.toContain('s3cr3t');
  });

  it('cannot be asked when the program that fetches the token is not there', async () => {
    const config = JSON.parse(cluster.kubeconfig());
    config.users[0].user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: '/nowhere/login' } };
    const dial = test.dialAt(test.write(JSON.stringify(config)), REPLICAS);
    await expect(dial.read(IN_TIME)).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'not_configured',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('cannot be found by a file that is not there', async () => {
    await expect(test.dialAt('/nowhere/config', REPLICAS).read(IN_TIME)).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('is not set up outside of one without KUBECONFIG', () => {
    expect(kubernetesExecutor.create(accountsWith(), executorDeps())).toBeUndefined();
  });
});

it.each([
  { namespace: 'coupon' },
  { namespace: 'coupon', configMap: 'coupon-settings' },
  { ...POOL, deployment: 'coupon-api' },
  { ...REPLICAS, thenRestart: 'coupon-api' },
])('is asked nothing about a target that says too little or too much: %j', async (target) => {
  await expect(test.dial(target).read(IN_TIME)).rejects.toMatchObject({ name: 'PermanentError', code: 'not_configured' });
  expect(cluster.calls).toEqual([]);
});
