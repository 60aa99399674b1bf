import { isDeepStrictEqual } from 'node:util';
import type { V1Deployment, V1PodTemplateSpec, V1ReplicaSet } from '@kubernetes/client-node';
import { PermanentError } from '../../../domain/errors.ts';
import type { DialState } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { Cluster, ObjectRef } from '../../kubernetes/cluster.ts';
import { type KubernetesThing, kubectl, rights, type Seen, seenOf } from './kubernetes-things.ts';

/** The deployment's controller numbers its replica sets; one that is rolled back to gets the next number. */
const REVISION = 'deployment.kubernetes.io/revision';
/** Put into each replica set's template by the controller. */
const HASH = 'pod-template-hash';

/** A replica set of the deployment's own, with what its pods are made from. */
interface Version {
  name: string;
  revision: number;
  template: V1PodTemplateSpec;
}

/**
 * Which of its replica sets a deployment's pods are made from, by that one's name: a number would change with every roll-back. Which it is, is told by the template, as
 * `kubectl rollout undo` compares it, so that it shows at once and not when the controller has noticed. `previous` is what `kubectl rollout undo` would go back to.
 */
export function revision(ref: ObjectRef): KubernetesThing {
  const where = `deployment ${ref.name} in ${ref.namespace}, version`;
  const known = new Map<string, number>();
  const versionsOf = async (cluster: Cluster): Promise<{ deployment: V1Deployment; versions: Version[] }> => {
    const deployment = await cluster.deployment(ref);
    const sets = await cluster.replicaSets(ref.namespace, selectorOf(deployment));
    const versions = sets.filter((set) => isOwnedBy(set, deployment)).flatMap(versionIn);
    for (const { name, revision } of versions) known.set(name, revision);
    return { deployment, versions: versions.sort((one, other) => other.revision - one.revision) };
  };
  return {
    where,
    granting: {
      look: `${rights('get', 'deployments', ref)} and list on replicasets in ${ref.namespace}`,
      set: rights('patch', 'deployments', ref),
    },
    async look(cluster): Promise<Seen> {
      const { deployment, versions } = await versionsOf(cluster);
      const present = versions.find(({ template }) => isSame(template, deployment.spec?.template));
      const { facts, ...seen } = seenOf(deployment);
      return { value: present?.name ?? null, ...seen, facts: { ...facts, ...told(versions, present) } };
    },
    check: () => {},
    refusal: ({ isPaused }) =>
      isPaused ? `${where}: its rollout is paused, so that nothing would be rolled back. Resume it first.` : undefined,
    async set(cluster, { to, mode, resourceVersion }) {
      const { versions } = await versionsOf(cluster);
      const wanted = versions.find(({ name }) => name === to);
      if (wanted === undefined) throw gone(where, String(to), versions);
      await cluster.replaceTemplate(ref, { template: wanted.template, resourceVersion }, mode);
    },
    byHand(to) {
      const number = known.get(String(to));
      return `${kubectl(ref)} rollout undo deployment/${ref.name}${number === undefined ? '' : ` --to-revision=${number}`}`;
    },
  };
}

/** What can be gone back to, each by its number; what is there now, and what was before it. */
function told(versions: readonly Version[], present: Version | undefined): NonNullable<DialState['facts']> {
  const previous = present && versions.find(({ revision }) => revision < present.revision);
  return {
    ...Object.fromEntries(versions.map(({ name, revision }) => [`revision ${revision}`, name])),
    ...(present && { revision: present.revision, images: imagesOf(present) }),
    ...(previous && { previous: previous.name, previousRevision: previous.revision, previousImages: imagesOf(previous) }),
  };
}

function imagesOf({ template }: Version): string {
  return (template.spec?.containers ?? []).map(({ image }) => image ?? '').join(', ');
}

function versionIn({ metadata, spec }: V1ReplicaSet): Version[] {
  const revision = Number(metadata?.annotations?.[REVISION]);
  if (!Number.isInteger(revision) || metadata?.name === undefined || spec?.template === undefined) return [];
  return [{ name: metadata.name, revision, template: withoutHash(spec.template) }];
}

function withoutHash(template: V1PodTemplateSpec): V1PodTemplateSpec {
  const labels = Object.fromEntries(Object.entries(template.metadata?.labels ?? {}).filter(([name]) => name !== HASH));
  return { ...template, metadata: { ...template.metadata, labels } };
}

function isSame(template: V1PodTemplateSpec, other: V1PodTemplateSpec | undefined): boolean {
  // Without the classes of the library and what is undefined.
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? {})) as unknown;
  return isDeepStrictEqual(plain(template), plain(other));
}

function isOwnedBy({ metadata }: V1ReplicaSet, { metadata: owner }: V1Deployment): boolean {
  return metadata?.ownerReferences?.some(({ controller, uid }) => controller === true && uid === owner?.uid) ?? false;
}

function selectorOf({ spec }: V1Deployment): string {
  const { matchLabels = {}, matchExpressions = [] } = spec?.selector ?? {};
  const labels = Object.entries(matchLabels).map(([name, value]) => `${name}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...labels, ...expressions].join(',');
}

function gone(where: string, to: string, versions: readonly Version[]): PermanentError {
  const there = versions.map(({ name, revision }) => `${name} (${revision})`).join(', ');
  return new PermanentError(
    'invalid',
    worded(({ executors }) => executors.cannotBecomeKubernetesKeepsNo(where, to, there)),
  );
}
