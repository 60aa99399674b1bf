import { isWhole } from '../../../domain/signals/doubts.ts';
import type { Reading } from '../../../domain/signals/reading.ts';
import type { Stores } from '../../../storage/index.ts';
import { readSignals } from '../../briefing/read-signals.ts';
import type { Runtime } from '../../runtime/runtime.ts';

type Asking = Pick<Runtime, 'metrics' | 'playbook' | 'clock'> & { storage: { samples: Pick<Stores['samples'], 'of'> } };

/** What a signal of the playbook says now; undefined when it says nothing, only a part, is too old, or there is no such signal. Never rejects. */
export async function presentValue(runtime: Asking, signal: string): Promise<number | undefined> {
  const reading = await readingNow(runtime, signal);
  // A plan that is made by half a number is half of what is needed.
  return reading && isWhole(reading) ? reading.value : undefined;
}

/** The same, also where it says only a part, which is the least that it can be. */
export async function presentLeast(runtime: Asking, signal: string): Promise<number | undefined> {
  return (await readingNow(runtime, signal))?.value;
}

async function readingNow(runtime: Asking, signal: string): Promise<Reading | undefined> {
  const { readings } = await readSignals(runtime, [signal]);
  return readings[0]?.reading;
}
