import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type Kubernetes, type RoleRule, startKubernetes } from '../../../../sandbox/kubernetes/kubernetes.ts';
import type { Dial } from '../../../../src/domain/mitigation/targets.ts';
import { target } from '../../../../src/domain/playbook/mitigation-schema.ts';
import { kubernetesExecutor } from '../../../../src/integrations/executors/kubernetes/kubernetes.ts';
import { kubernetesAccount } from '../../../../src/integrations/kubernetes/account.ts';
import { accountsWith, given } from '../../scenario/accounts-with.ts';
import { type DialScene, executorDeps } from './dial-scene.ts';

export interface TestCluster {
  cluster: Kubernetes;
  /** As the playbook would name it. */
  dial(kubernetes: object): Dial;
  /** The same with the kubeconfig at this path. */
  dialAt(path: string, kubernetes: object): Dial;
  /** A file of this text; its path. */
  write(kubeconfig: string): string;
  close(): Promise<void>;
}

/** What deploy/kubernetes-rbac.yml grants, so that what we tell people to grant is what the tests run with. */
export function rolesToGrant(): RoleRule[] {
  const documents = parseAllDocuments(readFileSync('deploy/kubernetes-rbac.yml', 'utf8')).map(
    (one) => one.toJS() as { kind: string; rules?: RoleRule[] },
  );
  return documents.filter(({ kind }) => kind === 'Role').flatMap(({ rules = [] }) => rules);
}

/** A cluster with a deployment and a config map of the shipped example, and one deployment that the account may not see. */
export async function testCluster({ rules = rolesToGrant() }: { rules?: readonly RoleRule[] } = {}): Promise<TestCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'bongsu-kubeconfig-'));
  const cluster = await startKubernetes({
    namespace: 'coupon',
    deployments: { 'coupon-consumer': 3, 'coupon-api': 2, secretive: 1 },
    configMaps: { 'coupon-settings': { POOL_SIZE: '20', MODE: 'fast' } },
    images: { 'coupon-api': ['coupon-api:1.7', 'coupon-api:1.8', 'coupon-api:1.9'] },
    rules,
  });
  const closing: (() => Promise<void> | undefined)[] = [];
  let files = 0;
  const write = (kubeconfig: string): string => {
    const path = join(directory, `config-${++files}`);
    writeFileSync(path, kubeconfig);
    return path;
  };
  const dialAt = (path: string, kubernetes: object): Dial => {
    const executor = kubernetesExecutor.create(accountsWith(given(kubernetesAccount, { kubeconfig: path })), executorDeps());
    if (!executor) throw new Error('no executor for kubernetes');
    closing.push(async () => executor.close?.());
    const parsed = target.parse({ kubernetes }).kubernetes;
    if (!parsed) throw new Error('no target');
    return executor.dial(parsed);
  };
  return {
    cluster,
    dial: (kubernetes) => dialAt(write(cluster.kubeconfig()), kubernetes),
    dialAt,
    write,
    async close() {
      for (const close of closing) await close();
      await cluster.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Part {
  kubernetes: (name: string) => object;
  name: string;
  call: string;
  values: Pick<DialScene, 'from' | 'to' | 'other' | 'invalid' | 'typed'>;
  present: (cluster: Kubernetes) => DialScene['from'];
  set: (cluster: Kubernetes, value: unknown) => void;
  /** How a forbidden one is called that does exist. */
  forbidden: string;
}

/** The same for an object that is not there: without a right to it the answer would be that it is forbidden. */
function rolesWithNowhere(): RoleRule[] {
  return rolesToGrant().map((rule) =>
    rule.resourceNames === undefined ? rule : { ...rule, resourceNames: [...rule.resourceNames, 'nowhere'] },
  );
}

function scene({ kubernetes, name, call, values, present, set, forbidden }: Part): () => Promise<DialScene> {
  return async () => {
    const { cluster, dial, close } = await testCluster({ rules: rolesWithNowhere() });
    const isWrite = ({ name: called, args, status }: Kubernetes['calls'][number]) =>
      called === call && args.dryRun === null && (status === 200 || status === 'cut');
    return {
      dial: dial(kubernetes(name)),
      ...values,
      present: () => present(cluster),
      set: (value) => set(cluster, value),
      writes: () => cluster.calls.filter(isWrite).length,
      missing: dial(kubernetes('nowhere')),
      forbidden: dial(kubernetes(forbidden)),
      hang: () => cluster.faults.inject({ call: '*', fault: { kind: 'hang' } }),
      loseReply: () => cluster.faults.inject({ call, fault: { kind: 'cut-after' }, times: 1 }),
      secret: cluster.token,
      close,
    };
  };
}

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const annotated = (value: unknown) => ({ spec: { template: { metadata: { annotations: { [RESTARTED_AT]: value } } } } });

export const replicasScene = scene({
  kubernetes: (deployment) => ({ namespace: 'coupon', deployment }),
  name: 'coupon-consumer',
  call: 'patch deployments/scale',
  values: { from: 3, to: 6, other: 4, invalid: -1, typed: 'scale deployment/coupon-consumer --replicas=6' },
  present: (cluster) => cluster.deployment('coupon-consumer').spec.replicas,
  set: (cluster, replicas) => cluster.change('deployments', 'coupon-consumer', { spec: { replicas } }),
  forbidden: 'secretive',
});

export const restartScene = scene({
  kubernetes: (deployment) => ({ namespace: 'coupon', deployment, set: 'restart' }),
  name: 'coupon-consumer',
  call: 'patch deployments',
  values: {
    from: null,
    to: '2026-03-02T09:00:00Z',
    other: '2026-03-02T08:59:00Z',
    invalid: 'x'.repeat(262_145),
    typed: 'rollout restart deployment/coupon-consumer',
  },
  present: (cluster) => cluster.deployment('coupon-consumer').spec.template.metadata.annotations?.[RESTARTED_AT] ?? null,
  set: (cluster, value) => cluster.change('deployments', 'coupon-consumer', annotated(value)),
  forbidden: 'secretive',
});

export const configMapScene = scene({
  kubernetes: (configMap) => ({ namespace: 'coupon', configMap, key: 'POOL_SIZE' }),
  name: 'coupon-settings',
  call: 'patch configmaps',
  values: {
    from: 20,
    to: 40,
    other: 30,
    invalid: 'x'.repeat(1_048_577),
    typed: `patch configmap/coupon-settings --type merge -p '{"data":{"POOL_SIZE":"40"}}'`,
  },
  present: (cluster) => Number(cluster.configMap('coupon-settings').data?.POOL_SIZE),
  set: (cluster, value) => cluster.change('configmaps', 'coupon-settings', { data: { POOL_SIZE: String(value) } }),
  forbidden: 'secretive',
});

const templateOf = (cluster: Kubernetes, name: unknown) => {
  const set = cluster.replicaSets('coupon-api').find(({ metadata }) => metadata.name === name);
  if (!set) throw new Error(`there is no replica set ${String(name)}`);
  const { 'pod-template-hash': _, ...labels } = set.spec.template.metadata.labels;
  return { ...set.spec.template, metadata: { ...set.spec.template.metadata, labels } };
};

export const revisionScene = scene({
  kubernetes: (deployment) => ({ namespace: 'coupon', deployment, set: 'revision' }),
  name: 'coupon-api',
  call: 'patch deployments',
  values: {
    from: 'coupon-api-r3',
    to: 'coupon-api-r2',
    other: 'coupon-api-r1',
    invalid: 'coupon-api-r9',
    typed: 'rollout undo deployment/coupon-api',
  },
  present: (cluster) => {
    const { template } = cluster.deployment('coupon-api').spec;
    const [{ image = '' } = {}] = template.spec.containers;
    return { 'coupon-api:1.7': 'coupon-api-r1', 'coupon-api:1.8': 'coupon-api-r2', 'coupon-api:1.9': 'coupon-api-r3' }[image] ?? null;
  },
  set: (cluster, name) => cluster.change('deployments', 'coupon-api', { spec: { template: templateOf(cluster, name) } }),
  forbidden: 'secretive',
});
