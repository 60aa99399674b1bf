import type { Kubernetes } from '../../../sandbox/kubernetes/kubernetes.ts';
import { rolesToGrant, type TestCluster, testCluster } from '../../support/servers/dial-stands/kubernetes.ts';

/** What `kubectl rollout undo` does: the template of an earlier replica set takes the place of the present one. */

const IN_TIME = { timeoutMs: 5_000 };
const VERSION = { namespace: 'coupon', deployment: 'coupon-api', set: 'revision' };

let test: TestCluster;
let cluster: Kubernetes;
beforeEach(async () => {
  test = await testCluster();
  ({ cluster } = test);
});
afterEach(async () => {
  await test.close();
});

const image = () => cluster.deployment('coupon-api').spec.template.spec.containers[0]?.image;

it('is told with what ran before and what can be gone back to', async () => {
  expect(await test.dial(VERSION).read(IN_TIME)).toMatchObject({
    value: 'coupon-api-r3',
    facts: {
      revision: 3,
      images: 'coupon-api:1.9',
      previous: 'coupon-api-r2',
      previousRevision: 2,
      previousImages: 'coupon-api:1.8',
      'revision 1': 'coupon-api-r1',
    },
  });
});

it('is what the pods are made from before and after the controller has noticed, and keeps its name though its number changes', async () => {
  const dial = test.dial(VERSION);
  const from = await dial.read(IN_TIME);
  expect(dial.byHand('coupon-api-r2')).toBe('kubectl -n coupon rollout undo deployment/coupon-api --to-revision=2');
  await dial.write({ from, to: 'coupon-api-r2', key: 'k' }, IN_TIME);
  expect([image(), (await dial.read(IN_TIME)).value]).toEqual(['coupon-api:1.8', 'coupon-api-r2']);
  cluster.settle('coupon-api');
  expect(await dial.read(IN_TIME)).toMatchObject({
    value: 'coupon-api-r2',
    facts: { revision: 4, previous: 'coupon-api-r3', previousRevision: 3 },
  });
  await dial.write({ from: { value: 'coupon-api-r2' }, to: 'coupon-api-r3', key: 'u' }, IN_TIME);
  expect(image()).toBe('coupon-api:1.9');
});

it('leaves nothing of the newer template behind, and no label that the controller adds', async () => {
  cluster.change('deployments', 'coupon-api', { spec: { template: { metadata: { annotations: { debug: 'on' } } } } });
  cluster.settle('coupon-api');
  const dial = test.dial(VERSION);
  await dial.write({ from: await dial.read(IN_TIME), to: 'coupon-api-r2', key: 'k' }, IN_TIME);
  expect(cluster.deployment('coupon-api').spec.template.metadata).toEqual({ labels: { app: 'coupon-api' } });
});

it('is not known while a new template has no replica set yet', async () => {
  cluster.change('deployments', 'coupon-api', { spec: { template: { metadata: { annotations: { debug: 'on' } } } } });
  expect((await test.dial(VERSION).read(IN_TIME)).value).toBeNull();
});

it('is sent for the state that was read, and looked at again when others write', async () => {
  const dial = test.dial(VERSION);
  const from = await dial.read(IN_TIME);
  const once = () => {
    cluster.change('deployments', 'coupon-api', { status: { readyReplicas: 1 } });
    return true;
  };
  cluster.faults.inject({ call: 'patch deployments', fault: { kind: 'slow', ms: 0 }, times: 1, when: once });
  await dial.write({ from, to: 'coupon-api-r1', key: 'k' }, IN_TIME);
  expect(cluster.calls.filter(({ name }) => name === 'patch deployments').map(({ status }) => status)).toEqual([409, 200]);
  expect(image()).toBe('coupon-api:1.7');
});

it('is refused while the rollout is paused', async () => {
  cluster.change('deployments', 'coupon-api', { spec: { paused: true } });
  const dial = test.dial(VERSION);
  const from = await dial.read(IN_TIME);
  await expect(dial.rehearse({ from, to: 'coupon-api-r2' }, IN_TIME)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('paused'),
  });
});

it('names the right to list replica sets when it is missing', async () => {
  const rules = rolesToGrant().filter(({ resources }) => !resources.includes('replicasets'));
  const narrow = await testCluster({ rules });
  try {
    await expect(narrow.dial(VERSION).read(IN_TIME)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('list on replicasets in coupon'),
    });
  } finally {
    await narrow.close();
  }
});
