import { addPartitions } from './add-partitions.ts';
import { endSession } from './end-session.ts';
import { callWebhook } from './generic/call-webhook.ts';
import { featureFlag } from './generic/feature-flag.ts';
import { restartWorkload } from './generic/restart-workload.ts';
import { rollBack } from './generic/roll-back.ts';
import { runCommand } from './generic/run-command.ts';
import { scaleWorkload } from './generic/scale-workload.ts';
import { setValue } from './generic/set-value.ts';
import { growDbPool } from './grow-db-pool.ts';
import type { AnyMitigationKind } from './mitigation.ts';
import { offloadReads } from './offload-reads.ts';
import { postNotice } from './post-notice.ts';
import { rateLimit } from './rate-limit.ts';
import { redefineLockScript } from './redefine-lock-script.ts';
import { restartConsumers } from './restart-consumers.ts';
import { scaleConsumers } from './scale-consumers.ts';
import { setOffsets } from './set-offsets.ts';
import { spreadLoad } from './spread-load.ts';
import { spreadTraffic } from './spread-traffic.ts';
import { tuneDb } from './tune-db.ts';
import { tuneGc } from './tune-gc.ts';
import { waitingScreen } from './waiting-screen.ts';

/** Every kind of mitigation that a playbook can use; adding one is one line here. */
export const MITIGATIONS: readonly AnyMitigationKind[] = [
  rateLimit,
  restartConsumers,
  scaleConsumers,
  growDbPool,
  spreadLoad,
  waitingScreen,
  postNotice,
  spreadTraffic,
  redefineLockScript,
  tuneGc,
  tuneDb,
  offloadReads,
  endSession,
  setOffsets,
  addPartitions,
  scaleWorkload,
  restartWorkload,
  setValue,
  featureFlag,
  rollBack,
  callWebhook,
  runCommand,
];
