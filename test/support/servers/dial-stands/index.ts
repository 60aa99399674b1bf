import { commandScene } from './command.ts';
import type { DialScene } from './dial-scene.ts';
import { httpScene } from './http.ts';
import { consulScene, flagdScene, webhookScene } from './keeping.ts';
import { configMapScene, replicasScene, restartScene, revisionScene } from './kubernetes.ts';

/** Every kind of dial, by the words of its cases; each is started anew for each case. */
export const DIAL_SCENES: Record<string, () => Promise<DialScene>> = {
  'a program': commandScene,
  'a field of the team’s own address': httpScene,
  'the replicas of a deployment': replicasScene,
  'the restart of a deployment': restartScene,
  'an entry of a config map': configMapScene,
  'the revision of a deployment': revisionScene,
  'a key of Consul': consulScene,
  'the variant of a flag of flagd': flagdScene,
  'a webhook that tells how it stands': webhookScene,
};
