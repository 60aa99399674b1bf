import { join } from 'node:path';
import { PermanentError } from '../domain/errors.ts';
import type { JvmSpec } from '../domain/playbook/analysis-schema.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { Evidence, HeapReader, LogReader, PoolReader } from '../domain/ports/evidence.ts';
import { worded } from '../languages/worded.ts';
import type { Accounts } from './accounts/accounts.ts';
import { actuatorAccount } from './jvm/account.ts';
import { createActuator } from './jvm/actuator.ts';
import { createActuatorPool } from './jvm/actuator-pool.ts';
import { createJcmd } from './jvm/jcmd.ts';
import { createLogReader } from './logs/index.ts';

interface EvidenceOptions {
  playbook: Pick<Playbook, 'analysis' | 'team'>;
  /** Hides what the bot itself knows as secret. */
  mask: (text: string) => string;
  /** Where kept heap dumps go. */
  dataDir: string;
}

/** The logs, heaps and pools that the playbook names, by their names. */
export function createEvidence(accounts: Accounts, { playbook, mask, dataDir }: EvidenceOptions): Evidence {
  const { analysis, team } = playbook;
  const logs = new Map(analysis.logs.map((spec) => [spec.name, createLogReader(spec, { accounts, zone: team.zone, mask })]));
  const authorization = accounts.of(actuatorAccount)?.authorization?.reveal();
  const heap = { authorization, keep: analysis.keepHeapDumps, directory: join(dataDir, 'heap-dumps') };
  const heaps = new Map(analysis.jvm.map((spec) => [spec.name, createHeapReader(spec, heap)]));
  const pools = new Map(
    analysis.pools.flatMap(({ name, actuator: url }) =>
      url === undefined ? [] : [[name, createActuatorPool({ name, url, authorization })]],
    ),
  );
  return {
    log: (name) => logs.get(name) ?? unknown(name),
    heap: (name) => heaps.get(name) ?? unknown(name),
    pool: (name) => pools.get(name) ?? unknown(name),
  };
}

function createHeapReader(
  { name, actuator, jcmd, live }: JvmSpec,
  heap: { authorization: string | undefined; keep: number; directory: string },
): HeapReader {
  if (jcmd !== undefined) return createJcmd({ name, which: jcmd, live });
  if (actuator === undefined) return unknown(name);
  return createActuator({ name, url: actuator, live, ...heap });
}

function unknown(name: string): HeapReader & LogReader & PoolReader {
  const count = async (): Promise<never> => {
    throw new PermanentError(
      'not_configured',
      worded(({ evidence }) => evidence.playbookNamesNoUnderAnalysis(name)),
    );
  };
  return { name, count, probe: count, read: count };
}
