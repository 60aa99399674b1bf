import { existsSync } from 'node:fs';
import { PermanentError } from '../../../domain/errors.ts';
import type { Dial } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import { kubernetesAccount } from '../../kubernetes/account.ts';
import { POD_ACCOUNT, watchCluster } from '../../kubernetes/cluster.ts';
import { type ExecutorKind, executorKind } from '../executor-kind.ts';
import { KubernetesDial } from './kubernetes-dial.ts';
import { configMapEntry, type KubernetesThing, replicas, restart } from './kubernetes-things.ts';
import { revision } from './revision.ts';

type Target = Parameters<NonNullable<ReturnType<ExecutorKind<'kubernetes'>['create']>>['dial']>[0];

/** Replicas, restarts, revisions and config maps, in the cluster of a kubeconfig or in the one that Bongsu runs in. */
export const kubernetesExecutor = executorKind({
  name: 'kubernetes',
  account: kubernetesAccount,
  missing: worded(({ executors }) => executors.setKubeconfigOrRunBongsuInTheCluster),
  create({ kubeconfig }, { log, mask }) {
    if (kubeconfig === undefined && !existsSync(POD_ACCOUNT)) return undefined;
    const cluster = watchCluster({ kubeconfig, log, mask });
    return {
      dial: (target) => {
        const thing = thingOf(target);
        return thing === undefined ? unclear(target.namespace) : new KubernetesDial({ cluster, thing, mask });
      },
      close: () => cluster.close(),
    };
  },
});

function thingOf({ namespace, deployment, set, configMap, key, thenRestart }: Target): KubernetesThing | undefined {
  if (configMap !== undefined && key !== undefined && deployment === undefined) {
    const restarted = thenRestart === undefined ? undefined : { namespace, name: thenRestart };
    return configMapEntry({ ref: { namespace, name: configMap }, entry: key, restarted });
  }
  if (deployment === undefined || configMap !== undefined || key !== undefined || thenRestart !== undefined) return undefined;
  const ref = { namespace, name: deployment };
  if (set === 'revision') return revision(ref);
  return set === 'restart' ? restart(ref) : replicas(ref);
}

function unclear(namespace: string): Dial {
  const where = `something in ${namespace}`;
  const refuse = async () => {
    throw new PermanentError(
      'not_configured',
      worded(({ executors }) => executors.cannotBeChangedNameA(where)),
    );
  };
  return { where, read: refuse, rehearse: refuse, write: refuse, byHand: () => where };
}
