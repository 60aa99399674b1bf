import { commandScene } from './command.ts';
import type { DialScene } from './dial-scene.ts';
import { httpScene } from './http.ts';
import { configMapScene, replicasScene, restartScene } from './kubernetes.ts';

/** Every kind of dial, by the words of its cases; each is started anew for each case. */
export const DIAL_SCENES: Record<string, () => Promise<DialScene>> = {
  'a program': commandScene,
  'a field of the team’s own address': httpScene,
  'the replicas of a deployment': replicasScene,
  'the restart of a deployment': restartScene,
  'an entry of a config map': configMapScene,
};
