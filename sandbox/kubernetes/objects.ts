/** The parts of the API's objects that the stand-in keeps (kubernetes.io/docs/reference/kubernetes-api). */

export interface Metadata {
  name: string;
  namespace: string;
  resourceVersion: string;
  uid?: string;
  generation?: number;
  annotations?: Record<string, string>;
}

export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
  spec: { containers: { name: string; image: string }[] };
}

export interface Deployment {
  metadata: Metadata;
  spec: {
    replicas: number;
    paused?: boolean;
    selector: { matchLabels: Record<string, string> };
    template: PodTemplate;
  };
  status: { observedGeneration: number; replicas: number; readyReplicas: number; availableReplicas: number; updatedReplicas: number };
}

/** One of the templates that a deployment has had, as its controller keeps it. */
export interface ReplicaSet {
  metadata: Metadata & { ownerReferences: { apiVersion: string; kind: string; name: string; uid: string; controller: boolean }[] };
  spec: { replicas: number; selector: { matchLabels: Record<string, string> }; template: PodTemplate };
}

export interface ConfigMap {
  metadata: Metadata;
  data?: Record<string, string>;
  immutable?: boolean;
}

/** What the API answers instead of an object. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: object;
  status: 'Failure';
  message: string;
  reason: string;
  code: number;
}

/** A refusal, on its way to being a Status. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }

  status(): Status {
    const { code, reason, message } = this;
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  }
}

/** JSON Merge Patch (RFC 7396); for the maps and plain values that are patched here a strategic merge does the same. */
export function merged<T>(target: T, patch: unknown): T {
  if (!isMap(patch)) return patch as T;
  const result: Record<string, unknown> = isMap(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result as T;
}

/** JSON Patch (RFC 6902), as far as it replaces what is there. */
export function replacedIn<T>(target: T, steps: readonly { op: string; path: string; value: unknown }[]): T {
  return steps.reduce((whole, { op, path, value }) => {
    const names = path
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (op !== 'replace' || names.length === 0) throw new Refusal(422, 'Invalid', `the server rejected our request: ${op} ${path}`);
    return replaced(whole, names, value) as T;
  }, target);
}

function replaced(target: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  if (!isMap(target) || !Object.hasOwn(target, name))
    throw new Refusal(422, 'Invalid', `replace operation does not apply: doc is missing path: ${name}`);
  return { ...target, [name]: rest.length === 0 ? value : replaced(target[name], rest, value) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
