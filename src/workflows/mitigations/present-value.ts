import { readSignals } from '../read-signals.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What a signal of the playbook says now; undefined when it says nothing, is too old, or there is no such signal. Never rejects. */
export async function presentValue(
  runtime: Pick<Runtime, 'metrics' | 'playbook' | 'storage' | 'clock'>,
  signal: string,
): Promise<number | undefined> {
  const { readings } = await readSignals(runtime, [signal]);
  return readings[0]?.reading.value;
}
