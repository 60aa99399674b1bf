import { analysisBoard } from './analysis-board.ts';
import { counted } from './counted.ts';
import type { Follower } from './follower.ts';

/** Who follows what happens; adding one is one file and one line here (docs/adding/follower.md). */
export const FOLLOWERS: readonly Follower[] = [analysisBoard, counted];
