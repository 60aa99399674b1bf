import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import type { Bilingual } from '../../language/bilingual.ts';
import { verbatim } from '../../language/verbatim.ts';
import { targetKind } from './target-kind.ts';

const kubernetesName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'is not the name of a Kubernetes object: use lower-case letters, digits, - and .');

const schema = z.strictObject({
  namespace: kubernetesName.describe('Where it is.'),
  deployment: kubernetesName.optional().describe('The deployment that is scaled, restarted or rolled back; either this or configMap.'),
  set: z.enum(['replicas', 'restart', 'revision']).default('replicas').describe('What of the deployment is changed.'),
  configMap: kubernetesName.optional().describe('The config map in which a value is set.'),
  key: z.string().min(1).optional().describe('The entry of the config map.'),
  thenRestart: kubernetesName.optional().describe('A deployment that reads the config map only when it starts.'),
});

export const kubernetesTarget = targetKind({
  schema,
  said: 'A deployment or a config map, of the cluster that KUBECONFIG or the pod names.',
  title,
  trouble({ deployment, configMap, key, thenRestart }) {
    if ((deployment === undefined) === (configMap === undefined)) return 'name either a deployment or a configMap with its key';
    if ((configMap === undefined) !== (key === undefined)) return 'a configMap and its key belong together';
    return thenRestart !== undefined && configMap === undefined ? 'thenRestart belongs to a configMap' : undefined;
  },
});

function title({ deployment, set, configMap, key }: z.output<typeof schema>): Bilingual {
  if (deployment === undefined) return worded(({ rules }) => rules.in(key ?? '', configMap ?? ''));
  if (set === 'restart') return verbatim(deployment);
  if (set === 'revision') return worded(({ rules }) => rules.versionOf(deployment));
  return worded(({ rules }) => rules.replicasOf(deployment));
}
