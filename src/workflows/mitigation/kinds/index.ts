import { addPartitions } from './add-partitions.ts';
import { callWebhook } from './call-webhook.ts';
import { endSession } from './end-session.ts';
import { featureFlag } from './feature-flag.ts';
import { growDbPool } from './grow-db-pool.ts';
import type { AnyMitigationKind } from './mitigation.ts';
import { offloadReads } from './offload-reads.ts';
import { postNotice } from './post-notice.ts';
import { rateLimit } from './rate-limit.ts';
import { redefineLockScript } from './redefine-lock-script.ts';
import { restartConsumers } from './restart-consumers.ts';
import { restartWorkload } from './restart-workload.ts';
import { rollBack } from './roll-back.ts';
import { runCommand } from './run-command.ts';
import { scaleConsumers } from './scale-consumers.ts';
import { scaleWorkload } from './scale-workload.ts';
import { setOffsets } from './set-offsets.ts';
import { setValue } from './set-value.ts';
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
