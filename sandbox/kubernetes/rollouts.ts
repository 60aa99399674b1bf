import { isDeepStrictEqual } from 'node:util';
import type { Deployment, PodTemplate, ReplicaSet } from './objects.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

/** What the controller of deployments keeps: a replica set for each template, numbered as they were rolled out, oldest first. */
export class Rollouts {
  readonly #sets = new Map<string, ReplicaSet[]>();

  /** Of the deployment of this name. */
  of(name: string): readonly ReplicaSet[] {
    return this.#sets.get(name) ?? [];
  }

  all(): ReplicaSet[] {
    return [...this.#sets.values()].flat();
  }

  /** Rolls out the deployment's template: the set that had it before gets the next number, else there is a new one. The annotation for the deployment. */
  rollOut(deployment: Deployment, version: string): Record<string, string> {
    const { name } = deployment.metadata;
    const known = this.#sets.get(name) ?? [];
    const number = Math.max(0, ...known.map(revisionOf)) + 1;
    const present = known.find(({ spec }) => isDeepStrictEqual(withoutHash(spec.template), deployment.spec.template));
    if (present && revisionOf(present) === number - 1) return { [REVISION]: String(number - 1) };
    const set = present ?? freshSet(deployment, { number, version });
    const numbered = { ...set, metadata: { ...set.metadata, annotations: { [REVISION]: String(number) }, resourceVersion: version } };
    this.#sets.set(name, [...known.filter((one) => one !== present), numbered]);
    return { [REVISION]: String(number) };
  }
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[REVISION]);
}

function freshSet({ metadata, spec }: Deployment, { number, version }: { number: number; version: string }): ReplicaSet {
  const { name, namespace, uid = '' } = metadata;
  const hash = `r${number}`;
  const labels = { ...spec.template.metadata.labels, [HASH]: hash };
  return {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      resourceVersion: version,
      uid: `${uid}-${hash}`,
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true }],
    },
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: labels },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [HASH]: _, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}
