import { commandScene } from './command.ts';
import type { DialScene } from './dial-scene.ts';
import { httpScene } from './http.ts';

/** Every kind of dial, by the words of its cases; each is started anew for each case. */
export const DIAL_SCENES: Record<string, () => Promise<DialScene>> = {
  'a program': commandScene,
  'a field of the team’s own address': httpScene,
};
