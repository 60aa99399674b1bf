import type { V1Deployment } from '@kubernetes/client-node';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { Cluster, ObjectRef, PatchMode } from '../../kubernetes/cluster.ts';
import { printedValue } from '../printed-value.ts';
import { quoted } from '../quoted.ts';

/** The one that `kubectl rollout restart` writes, so that a restart by hand in the meantime shows. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
/** The key of the change for which a deployment was restarted: the same change restarts it once. */
const RESTARTED_FOR = 'bongsu.incident/restarted-for';

/** An object as it was found. */
export interface Seen {
  value: DialValue;
  resourceVersion: string | undefined;
  facts?: NonNullable<DialState['facts']>;
  isPaused?: boolean;
}

/** What can be set in a cluster. */
export interface KubernetesThing {
  where: string;
  /** Which verbs on which resources, for the text of a refusal. */
  granting: { look: string; set: string };
  look(cluster: Cluster): Promise<Seen>;
  /** Throws PermanentError `invalid` for what the server would not even understand. */
  check(to: DialValue): void;
  /** Why setting it would do nothing; absent when it would. */
  refusal?(seen: Seen): string | undefined;
  set(cluster: Cluster, change: { to: DialValue; key: string; mode: PatchMode; resourceVersion: string | undefined }): Promise<void>;
  /** What must follow once it is set. */
  after?: {
    granting: string;
    run(cluster: Cluster, change: { key: string; mode: PatchMode }): Promise<void>;
    isDone(cluster: Cluster, change: { key: string }): Promise<boolean>;
  };
  byHand(to: DialValue): string;
}

export function replicas(ref: ObjectRef): KubernetesThing {
  const where = `deployment ${ref.name} in ${ref.namespace}, replicas`;
  return {
    where,
    granting: { look: rights('get', 'deployments', ref), set: rights('patch', 'deployments/scale', ref) },
    look: async (cluster) => {
      const found = await cluster.deployment(ref);
      return { value: found.spec?.replicas ?? 1, ...seenOf(found) };
    },
    check: (to) => {
      if (!Number.isInteger(wholeOf(to)))
        throw new PermanentError(
          'invalid',
          worded(({ executors }) => executors.isNoWholeNumber(where, String(to))),
        );
    },
    set: (cluster, { to, mode, resourceVersion }) =>
      cluster.patchScale(ref, { metadata: { resourceVersion }, spec: { replicas: wholeOf(to) } }, mode),
    byHand: (to) => `${kubectl(ref)} scale deployment/${ref.name} --replicas=${quoted(String(to))}`,
  };
}

/** Its value is the mark of the last restart, and any other mark restarts it. */
export function restart(ref: ObjectRef): KubernetesThing {
  const where = `deployment ${ref.name} in ${ref.namespace}, restart`;
  return {
    where,
    granting: { look: rights('get', 'deployments', ref), set: rights('patch', 'deployments', ref) },
    look: async (cluster) => {
      const found = await cluster.deployment(ref);
      return { value: annotationsOf(found)[RESTARTED_AT] ?? null, ...seenOf(found) };
    },
    check: () => {},
    refusal: ({ isPaused }) => (isPaused ? `${where}: its rollout is paused, so that nothing would restart. Resume it first.` : undefined),
    set: (cluster, { to, mode, resourceVersion }) =>
      cluster.patchDeployment(ref, { metadata: { resourceVersion }, ...annotated(RESTARTED_AT, to === null ? null : String(to)) }, mode),
    byHand: () => `${kubectl(ref)} rollout restart deployment/${ref.name}`,
  };
}

/** An entry of a config map, and the restart of the deployment that reads it only when it starts. */
export function configMapEntry({
  ref,
  entry,
  restarted,
}: {
  ref: ObjectRef;
  entry: string;
  restarted: ObjectRef | undefined;
}): KubernetesThing {
  const textOf = (to: DialValue) => (to === null ? null : String(to));
  return {
    where: `config map ${ref.name} in ${ref.namespace}, ${entry}`,
    granting: { look: rights('get', 'configmaps', ref), set: rights('patch', 'configmaps', ref) },
    look: async (cluster) => {
      const { data = {}, metadata } = await cluster.configMap(ref);
      const text = Object.hasOwn(data, entry) ? data[entry] : undefined;
      return { value: text === undefined ? null : printedValue(text), resourceVersion: metadata?.resourceVersion };
    },
    check: () => {},
    set: (cluster, { to, mode, resourceVersion }) =>
      cluster.patchConfigMap(ref, { metadata: { resourceVersion }, data: Object.fromEntries([[entry, textOf(to)]]) }, mode),
    ...(restarted === undefined ? {} : { after: restartFor(restarted) }),
    byHand: (to) => {
      const patch = quoted(JSON.stringify({ data: Object.fromEntries([[entry, textOf(to)]]) }));
      const then = restarted === undefined ? '' : ` && ${kubectl(restarted)} rollout restart deployment/${restarted.name}`;
      return `${kubectl(ref)} patch configmap/${ref.name} --type merge -p ${patch}${then}`;
    },
  };
}

function restartFor(ref: ObjectRef): NonNullable<KubernetesThing['after']> {
  const isDone = async (cluster: Cluster, { key }: { key: string }) => annotationsOf(await cluster.deployment(ref))[RESTARTED_FOR] === key;
  return {
    granting: `${rights('get', 'deployments', ref)} and patch`,
    // Without a resourceVersion: whatever else happens to the deployment, it must see the new entry.
    run: async (cluster, { key, mode }) => {
      if (!(await isDone(cluster, { key }))) await cluster.patchDeployment(ref, annotated(RESTARTED_FOR, key), mode);
    },
    isDone,
  };
}

export function seenOf({ metadata, spec, status }: V1Deployment): Pick<Seen, 'resourceVersion' | 'facts' | 'isPaused'> {
  const wanted = spec?.replicas ?? 1;
  const { readyReplicas: ready = 0, availableReplicas: available = 0, updatedReplicas: updated = 0, replicas: present = 0 } = status ?? {};
  // As `kubectl rollout status` judges it.
  const isSettled =
    (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) && updated === wanted && present === wanted && available === wanted;
  return {
    resourceVersion: metadata?.resourceVersion,
    facts: { replicas: wanted, ready, available, updated, settled: isSettled },
    isPaused: spec?.paused ?? false,
  };
}

function annotationsOf({ spec }: V1Deployment): Record<string, string> {
  return spec?.template.metadata?.annotations ?? {};
}

function annotated(name: string, value: string | null): object {
  return { spec: { template: { metadata: { annotations: { [name]: value } } } } };
}

/** NaN for what is none. */
function wholeOf(to: DialValue): number {
  if (typeof to === 'number') return to;
  return typeof to === 'string' && /^-?\d{1,9}$/.test(to) ? Number(to) : Number.NaN;
}

export function rights(verb: string, resource: string, { namespace, name }: ObjectRef): string {
  return `${verb} on ${resource} (${name} in ${namespace})`;
}

export function kubectl({ namespace }: ObjectRef): string {
  return `kubectl -n ${namespace}`;
}
