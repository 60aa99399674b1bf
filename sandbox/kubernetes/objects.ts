/** The parts of the API's objects that the stand-in keeps (kubernetes.io/docs/reference/kubernetes-api). */

export interface Metadata {
  name: string;
  namespace: string;
  resourceVersion: string;
  generation?: number;
}

export interface Deployment {
  metadata: Metadata;
  spec: {
    replicas: number;
    paused?: boolean;
    selector: { matchLabels: Record<string, string> };
    template: { metadata: { labels: Record<string, string>; annotations?: Record<string, string> }; spec: object };
  };
  status: { observedGeneration: number; replicas: number; readyReplicas: number; availableReplicas: number; updatedReplicas: number };
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

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
