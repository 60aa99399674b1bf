import { Faults } from '../faults.ts';
import { type StandInCall, type StandInReply, type StandInRequest, startStandInServer } from '../stand-in-server.ts';
import { type ConfigMap, type Deployment, merged, Refusal, type ReplicaSet, replacedIn } from './objects.ts';
import { Rollouts } from './rollouts.ts';

/** A rule of a Role, as it is written in one. */
export interface RoleRule {
  apiGroups: readonly string[];
  resources: readonly string[];
  resourceNames?: readonly string[];
  verbs: readonly string[];
}

export interface KubernetesOptions {
  namespace: string;
  /** Replicas by name. */
  deployments: Readonly<Record<string, number>>;
  configMaps: Readonly<Record<string, Record<string, string>>>;
  /** Images that a deployment was rolled out with, one after the other; its own name and :1 unless given. */
  images?: Readonly<Record<string, readonly string[]>>;
  /** What the one account may do; everything else is forbidden. */
  rules: readonly RoleRule[];
}

export interface Kubernetes {
  url: string;
  /** The bearer token of its account. */
  token: string;
  /** The text of a kubeconfig that leads here; with another token for an account that it does not know. */
  kubeconfig(token?: string): string;
  /** Calls are named by verb and resource: `patch deployments/scale`. */
  faults: Faults;
  calls: StandInCall[];
  deployment(name: string): Deployment;
  configMap(name: string): ConfigMap;
  /** Those of a deployment, as they were rolled out, the last one at the end. */
  replicaSets(name: string): readonly ReplicaSet[];
  /** As somebody else would, with `kubectl`. */
  change(kind: 'deployments' | 'configmaps', name: string, patch: object): void;
  /** What the controllers do in time: as many pods as wanted, all of them ready, and a replica set for the template. */
  settle(name: string): void;
  close(): Promise<void>;
}

type Kind = 'deployments' | 'configmaps';
type Kept = Deployment | ConfigMap;
type Step = { op: string; path: string; value: unknown };

const TOKEN = 'sandbox-kubernetes-token';
const PATHS: readonly [group: string, pattern: RegExp][] = [
  ['apps', /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/(deployments)\/([^/]+)(?:\/(scale))?$/],
  ['apps', /^\/apis\/apps\/v1\/namespaces\/([^/]+)\/(replicasets)$/],
  ['', /^\/api\/v1\/namespaces\/([^/]+)\/(configmaps)\/([^/]+)$/],
];
const VERBS: Record<string, string> = { GET: 'get', PATCH: 'patch' };
const JSON_PATCH = 'application/json-patch+json';
const PATCH_TYPES = ['application/merge-patch+json', 'application/strategic-merge-patch+json', JSON_PATCH];

interface Asked {
  verb: string;
  group: string;
  namespace: string;
  kind: Kind | 'replicasets';
  /** Empty for a list. */
  name: string;
  /** With its subresource, as a Role names it. */
  resource: string;
}

/** One namespace behind the API's own paths: deployments, their scale, config maps; get and patch, with resource versions, dry runs and a Role. */
export async function startKubernetes({ namespace, deployments, configMaps, images = {}, rules }: KubernetesOptions): Promise<Kubernetes> {
  const faults = new Faults();
  let version = 1_000;
  const next = (): string => String(++version);
  const kept: { deployments: Map<string, Deployment>; configmaps: Map<string, ConfigMap> } = {
    deployments: new Map(
      Object.entries(deployments).map(([name, replicas]) => [name, freshDeployment({ name, namespace, replicas, version: next() })]),
    ),
    configmaps: new Map(
      Object.entries(configMaps).map(([name, data]) => [name, { metadata: { name, namespace, resourceVersion: next() }, data }]),
    ),
  };

  const rollouts = new Rollouts();
  for (const [name, deployment] of kept.deployments) {
    const rolled = (images[name] ?? [`${name}:1`]).map((image) => withImage(deployment, image));
    const annotations = rolled.map((one) => rollouts.rollOut(one, next())).at(-1) ?? {};
    const last = rolled.at(-1) ?? deployment;
    kept.deployments.set(name, { ...last, metadata: { ...last.metadata, annotations } });
  }

  function found<K extends Kind>(kind: K, name: string): K extends 'deployments' ? Deployment : ConfigMap {
    const object = kept[kind].get(name);
    if (!object) throw new Refusal(404, 'NotFound', `${kind} "${name}" not found`);
    return object as K extends 'deployments' ? Deployment : ConfigMap;
  }

  /** Checks it as the server does, and keeps it unless it is a dry run. */
  function change(kind: Kind, name: string, patch: object, keep: 'keep' | 'dry-run'): Kept {
    const before: Kept = found(kind, name);
    const after = Array.isArray(patch) ? replacedIn<Kept>(before, patch as Step[]) : merged<Kept>(before, patch);
    const given = after.metadata.resourceVersion;
    if (given !== before.metadata.resourceVersion)
      throw new Refusal(409, 'Conflict', `Operation cannot be fulfilled on ${kind} "${name}": the object has been modified`);
    if (kind === 'deployments') checkDeployment(before as Deployment, after as Deployment);
    else checkConfigMap(before as ConfigMap, after as ConfigMap);
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    const isSpecNew = 'spec' in after && JSON.stringify(after.spec) !== JSON.stringify((before as Deployment).spec);
    const generation = (before.metadata.generation ?? 0) + (isSpecNew ? 1 : 0);
    const resourceVersion = keep === 'keep' ? next() : before.metadata.resourceVersion;
    const result: Kept = { ...after, metadata: { ...after.metadata, resourceVersion, ...(kind === 'deployments' && { generation }) } };
    if (keep === 'keep') (kept[kind] as Map<string, Kept>).set(name, result);
    return result;
  }

  function answer(asked: Asked, request: StandInRequest): StandInReply {
    const { verb, kind, name, resource } = asked;
    if (request.headers.authorization !== `Bearer ${TOKEN}`) throw new Refusal(401, 'Unauthorized', 'Unauthorized');
    if (asked.namespace !== namespace || !isAllowed(rules, asked)) {
      const what = `User "bongsu" cannot ${verb} resource "${resource}" in API group "${asked.group}" in the namespace "${asked.namespace}"`;
      throw new Refusal(403, 'Forbidden', `${resource} "${name}" is forbidden: ${what}`);
    }
    if (kind === 'replicasets') {
      const wanted = (request.query.get('labelSelector') ?? '').split(',').map((one) => one.split('='));
      const items = rollouts
        .all()
        .filter(({ metadata, spec }) =>
          wanted.every(([label = '', value]) => spec.template.metadata.labels[label] === value && metadata.namespace === namespace),
        );
      return { status: 200, body: { kind: 'ReplicaSetList', apiVersion: 'apps/v1', metadata: { resourceVersion: next() }, items } };
    }
    const shown = (object: Kept) => ({ status: 200, body: resource === 'deployments/scale' ? scaleOf(object as Deployment) : object });
    if (verb === 'get') return shown(found(kind, name));
    if (!PATCH_TYPES.includes(request.headers['content-type']?.split(';')[0] ?? ''))
      throw new Refusal(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format');
    const dryRun = request.query.get('dryRun');
    if (dryRun !== null && dryRun !== 'All') throw new Refusal(422, 'Invalid', `dryRun: Unsupported value: "${dryRun}"`);
    const isJsonPatch = request.headers['content-type']?.startsWith(JSON_PATCH);
    const patch = JSON.parse(request.text) as { metadata?: object; spec?: object };
    if (Array.isArray(patch) !== isJsonPatch) throw new Refusal(400, 'BadRequest', 'json: cannot unmarshal the patch');
    // A scale knows one thing of its deployment.
    const meant = resource === 'deployments/scale' ? { metadata: patch.metadata ?? {}, spec: patch.spec ?? {} } : patch;
    return shown(change(kind, name, meant, dryRun === 'All' ? 'dry-run' : 'keep'));
  }

  const server = await startStandInServer({
    faults,
    route: (request) => {
      const asked = askedFor(request);
      return {
        name: asked ? `${asked.verb} ${asked.resource}` : `${request.method} ${request.path}`,
        args: { path: request.path, dryRun: request.query.get('dryRun'), text: request.text },
        run: () => {
          try {
            if (!asked) throw new Refusal(404, 'NotFound', 'the server could not find the requested resource');
            return answer(asked, request);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            return { status: error.code, body: error.status() };
          }
        },
      };
    },
    refusal: (fault) => {
      const code = fault.kind === 'http' ? fault.status : fault.kind === 'rate-limit' ? 429 : 400;
      return { status: code, body: new Refusal(code, 'Injected', 'injected').status() };
    },
  });
  return {
    url: server.url,
    token: TOKEN,
    kubeconfig: (token = TOKEN) => kubeconfigFor({ url: server.url, namespace, token }),
    faults,
    calls: server.calls,
    deployment: (name) => found('deployments', name),
    configMap: (name) => found('configmaps', name),
    replicaSets: (name) => rollouts.of(name),
    change: (kind, name, patch) => void change(kind, name, patch, 'keep'),
    settle: (name) => {
      const { metadata, spec } = found('deployments', name);
      const { replicas } = spec;
      const status = {
        observedGeneration: metadata.generation,
        replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        updatedReplicas: replicas,
      };
      const annotations = rollouts.rollOut(found('deployments', name), next());
      change('deployments', name, { metadata: { annotations }, status }, 'keep');
    },
    close: server.close,
  };
}

function askedFor({ method, path }: StandInRequest): Asked | undefined {
  for (const [group, pattern] of PATHS) {
    const [, namespace, kind, name, sub] = pattern.exec(path) ?? [];
    if (namespace === undefined || kind === undefined) continue;
    const resource = sub === undefined ? kind : `${kind}/${sub}`;
    const verb = name === undefined && method === 'GET' ? 'list' : (VERBS[method] ?? method.toLowerCase());
    return { verb, group, namespace, kind: kind as Asked['kind'], name: name ?? '', resource };
  }
  return undefined;
}

function isAllowed(rules: readonly RoleRule[], { verb, group, resource, name }: Asked): boolean {
  return rules.some(
    ({ apiGroups, resources, resourceNames, verbs }) =>
      apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb) && (resourceNames?.includes(name) ?? true),
  );
}

function checkDeployment(before: Deployment, after: Deployment): void {
  const { replicas, selector } = after.spec;
  const { name } = before.metadata;
  if (!Number.isInteger(replicas))
    throw new Refusal(400, 'BadRequest', 'spec.replicas: json: cannot unmarshal into Go value of type int32');
  if (replicas < 0)
    throw new Refusal(422, 'Invalid', `Deployment.apps "${name}" is invalid: spec.replicas: must be greater than or equal to 0`);
  if (JSON.stringify(selector) !== JSON.stringify(before.spec.selector))
    throw new Refusal(422, 'Invalid', 'spec.selector: field is immutable');
  const annotations = Object.values(after.spec.template.metadata.annotations ?? {});
  if (annotations.some((value) => typeof value !== 'string'))
    throw new Refusal(400, 'BadRequest', 'annotations: json: cannot unmarshal into Go value of type string');
  if (annotations.join('').length > 262_144)
    throw new Refusal(422, 'Invalid', 'spec.template.metadata.annotations: Too long: may not be more than 262144 bytes');
}

function checkConfigMap(before: ConfigMap, { data = {} }: ConfigMap): void {
  const { name } = before.metadata;
  if (before.immutable && JSON.stringify(data) !== JSON.stringify(before.data))
    throw new Refusal(422, 'Invalid', `ConfigMap "${name}" is invalid: data: field is immutable when \`immutable\` is set`);
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'string') throw new Refusal(400, 'BadRequest', 'data: json: cannot unmarshal into Go value of type string');
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key))
      throw new Refusal(
        422,
        'Invalid',
        `ConfigMap "${name}" is invalid: data[${key}]: a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
      );
    if (value.length > 1_048_576)
      throw new Refusal(422, 'Invalid', `ConfigMap "${name}" is invalid: []: Too long: may not be more than 1048576 bytes`);
  }
}

function freshDeployment({
  name,
  namespace,
  replicas,
  version,
}: {
  name: string;
  namespace: string;
  replicas: number;
  version: string;
}): Deployment {
  const labels = { app: name };
  return {
    metadata: { name, namespace, resourceVersion: version, uid: `uid-${name}`, generation: 1 },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image: `${name}:1` }] } },
    },
    status: { observedGeneration: 1, replicas, readyReplicas: replicas, availableReplicas: replicas, updatedReplicas: replicas },
  };
}

function withImage({ spec, ...deployment }: Deployment, image: string): Deployment {
  const { template } = spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  return { ...deployment, spec: { ...spec, template: { ...template, spec: { containers } } } };
}

function scaleOf({ metadata, spec, status }: Deployment) {
  const { name, namespace, resourceVersion } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, resourceVersion },
    spec: { replicas: spec.replicas },
    status: { replicas: status.replicas },
  };
}

/** JSON is YAML. The client takes http only where certificates are not asked for. */
function kubeconfigFor({ url, namespace, token }: { url: string; namespace: string; token: string }): string {
  const name = 'sandbox';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  });
}
