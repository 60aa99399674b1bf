import { join } from 'node:path';
import { PermanentError } from '../domain/errors.ts';
import type { JvmSpec } from '../domain/playbook/analysis-schema.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { Evidence, HeapReader, LogReader } from '../domain/ports.ts';
import { createActuator } from './jvm/actuator.ts';
import { createJcmd } from './jvm/jcmd.ts';
import { createLogReader, type LogSettings } from './logs/index.ts';

/** What the environment says about logs and heaps; a Config is one. */
export interface EvidenceSettings extends LogSettings {
  readonly actuatorAuthorization: { reveal(): string } | undefined;
  readonly dataDir: string;
}

/** The logs and heaps that the playbook names, by their names. `mask` hides what the bot itself knows as secret. */
export function createEvidence(
  settings: EvidenceSettings,
  { playbook, mask }: { playbook: Pick<Playbook, 'analysis' | 'team'>; mask: (text: string) => string },
): Evidence {
  const { analysis, team } = playbook;
  const logs = new Map(analysis.logs.map((spec) => [spec.name, createLogReader(spec, { settings, zone: team.zone, mask })]));
  const heaps = new Map(analysis.jvm.map((spec) => [spec.name, createHeapReader(spec, settings, analysis.keepHeapDumps)]));
  return { log: (name) => logs.get(name) ?? unknown(name), heap: (name) => heaps.get(name) ?? unknown(name) };
}

function createHeapReader({ name, actuator, jcmd, live }: JvmSpec, settings: EvidenceSettings, keep: number): HeapReader {
  if (jcmd !== undefined) return createJcmd({ name, which: jcmd, live });
  if (actuator === undefined) return unknown(name);
  const authorization = settings.actuatorAuthorization?.reveal();
  return createActuator({ name, url: actuator, authorization, live, keep, directory: join(settings.dataDir, 'heap-dumps') });
}

function unknown(name: string): HeapReader & LogReader {
  const count = async (): Promise<never> => {
    throw new PermanentError('not_configured', {
      en: `The playbook names no ${name} under analysis.`,
      ko: `플레이북의 analysis 아래에 ${name} 항목이 없습니다.`,
    });
  };
  return { name, count, probe: count };
}
