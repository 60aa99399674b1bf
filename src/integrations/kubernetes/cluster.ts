import { readFileSync } from 'node:fs';
import type { KubeConfig, V1ConfigMap, V1Deployment, V1PodTemplateSpec, V1ReplicaSet } from '@kubernetes/client-node';
import { PermanentError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import { worded } from '../../languages/worded.ts';
import { createMask } from '../mask.ts';
import { OnDemand } from '../on-demand.ts';
import { part } from '../part.ts';
import { explainKubernetes } from './cluster-errors.ts';

/** Where Kubernetes puts the account of a pod (kubernetes.io/docs/tasks/run-application/access-api-from-pod). */
export const POD_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const FIELD_MANAGER = 'bongsu';

/** Names one object of the cluster. */
export interface ObjectRef {
  namespace: string;
  name: string;
}

/** `persist` changes it, `dry-run` has the server check the same change and keep nothing. */
export type PatchMode = 'persist' | 'dry-run';

/** One step of a JSON Patch (RFC 6902). */
interface Replacement {
  op: 'replace';
  path: string;
  value: unknown;
}

/** JSON Merge Patches; one with a `resourceVersion` is refused with 409 when the object has another by now. */
export interface Cluster {
  deployment(ref: ObjectRef): Promise<V1Deployment>;
  patchDeployment(ref: ObjectRef, patch: object, mode: PatchMode): Promise<void>;
  /** All pods are made from this one, and nothing of the present one is left. */
  replaceTemplate(
    ref: ObjectRef,
    change: { template: V1PodTemplateSpec; resourceVersion: string | undefined },
    mode: PatchMode,
  ): Promise<void>;
  /** Those that a selector finds, whoever owns them. */
  replicaSets(namespace: string, labelSelector: string): Promise<V1ReplicaSet[]>;
  patchScale(ref: ObjectRef, patch: object, mode: PatchMode): Promise<void>;
  configMap(ref: ObjectRef): Promise<V1ConfigMap>;
  patchConfigMap(ref: ObjectRef, patch: object, mode: PatchMode): Promise<void>;
}

interface Opened {
  /** The cluster for one question, which is given up after `timeoutMs`. */
  within(timeoutMs: number): Cluster;
}

export interface WatchedCluster {
  /** Rejects with TransientError or PermanentError (see `explainKubernetes`); `granting` is what to grant when it is forbidden: `patch on deployments/scale`. */
  ask<T>(question: (cluster: Cluster) => Promise<T>, options: { granting: string; timeoutMs: number }): Promise<T>;
  close(): Promise<void>;
}

/** The cluster of a kubeconfig's current context, or the one that this pod is in. */
export function watchCluster({
  kubeconfig,
  log,
  mask,
}: {
  kubeconfig: string | undefined;
  log: Log;
  mask: (text: string) => string;
}): WatchedCluster {
  let hide = mask;
  let forget = () => {};
  const connection = new OnDemand<Opened>({
    vendor: 'The Kubernetes cluster',
    open: async (lost) => {
      const library = await kubernetesPart.load();
      const config = loaded(new library.KubeConfig(), kubeconfig);
      const { token, password } = config.getCurrentUser() ?? {};
      const ownHide = createMask([token ?? '', password ?? '']);
      hide = (text) => ownHide(mask(text));
      forget = lost;
      log.debug({}, 'Read how to reach the Kubernetes cluster');
      return { within: (timeoutMs) => clusterOf(library, config, timeoutMs) };
    },
    shut: async () => {},
    explain: (error) => explainKubernetes(error, { hide, granting: '' }),
  });
  return {
    ask: async (question, { granting, timeoutMs }) => {
      // Before the time of the question runs.
      await kubernetesPart.load();
      return await connection.use(async (opened) => {
        try {
          return await question(opened.within(timeoutMs));
        } catch (error) {
          // The account may have been renewed in the file.
          if ((error as { code?: unknown }).code === 401) forget();
          throw explainKubernetes(error, { hide, granting });
        }
      }, timeoutMs);
    },
    close: () => connection.close(),
  };
}

/** Some seconds on a busy machine and 100 MB, which whoever has no cluster is spared; the second time it is there. */
export const kubernetesPart = part({
  name: '@kubernetes/client-node',
  without: worded(({ watched }) => watched.nothingCanBeDoneInKubernetes),
  from: () => import('@kubernetes/client-node'),
});

function loaded(config: KubeConfig, path: string | undefined): KubeConfig {
  try {
    if (path === undefined) config.loadFromCluster();
    else {
      readFileSync(path);
      config.loadFromFile(path);
    }
  } catch (error) {
    const { code } = error as { code?: string };
    // A parser quotes what it does not understand, and that may be a token.
    throw new PermanentError(
      'not_configured',
      worded(({ watched }) => watched.fileAtKubeconfigCannotBeReadIt(code)),
    );
  }
  const server = config.getCurrentCluster()?.server;
  if (server !== undefined && URL.canParse(server)) return config;
  throw new PermanentError(
    'not_configured',
    worded(({ watched }) => watched.kubeconfigNamesNoClusterSet),
  );
}

function clusterOf(library: typeof import('@kubernetes/client-node'), config: KubeConfig, timeoutMs: number): Cluster {
  const { AppsV1Api, CoreV1Api, createConfiguration, PatchStrategy, ServerConfiguration } = library;
  const signal = AbortSignal.timeout(timeoutMs);
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(config.getCurrentCluster()?.server ?? '', {}),
    authMethods: { default: config },
    promiseMiddleware: [
      {
        async pre(request) {
          request.setSignal(signal);
          if (request.getHttpMethod().toString() === 'PATCH')
            request.setHeaderParam('Content-Type', isSteps(request.getBody()) ? PatchStrategy.JsonPatch : PatchStrategy.MergePatch);
          return request;
        },
        post: async (response) => response,
      },
    ],
  });
  const apps = new AppsV1Api(configuration);
  const core = new CoreV1Api(configuration);
  const patched = (ref: ObjectRef, body: object, mode: PatchMode) => ({
    ...ref,
    body,
    fieldManager: FIELD_MANAGER,
    ...(mode === 'dry-run' ? { dryRun: 'All' } : {}),
  });
  return {
    deployment: (ref) => apps.readNamespacedDeployment(ref),
    patchDeployment: async (ref, patch, mode) => void (await apps.patchNamespacedDeployment(patched(ref, patch, mode))),
    replaceTemplate: async (ref, { template, resourceVersion }, mode) => {
      // Of another version by now: 409, as with the others.
      const version: Replacement[] = resourceVersion === undefined ? [] : [replaced('/metadata/resourceVersion', resourceVersion)];
      await apps.patchNamespacedDeployment(patched(ref, [...version, replaced('/spec/template', template)], mode));
    },
    replicaSets: async (namespace, labelSelector) => (await apps.listNamespacedReplicaSet({ namespace, labelSelector })).items,
    patchScale: async (ref, patch, mode) => void (await apps.patchNamespacedDeploymentScale(patched(ref, patch, mode))),
    configMap: (ref) => core.readNamespacedConfigMap(ref),
    patchConfigMap: async (ref, patch, mode) => void (await core.patchNamespacedConfigMap(patched(ref, patch, mode))),
  };
}

function replaced(path: string, value: unknown): Replacement {
  return { op: 'replace', path, value };
}

/** Merge patches are objects. */
function isSteps(body: unknown): boolean {
  return typeof body === 'string' && body.startsWith('[');
}
