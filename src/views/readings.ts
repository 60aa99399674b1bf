import type { ReadingChange } from '../domain/briefing/reading-change.ts';
import type { Bilingual } from '../domain/language/bilingual.ts';
import type { SignalSpec } from '../domain/playbook/schema.ts';
import type { Reading } from '../domain/signals/reading.ts';

/** One signal as the briefing shows it. */
export interface ReadingView {
  /** Key of the signal in the playbook. */
  key: string;
  title: Bilingual;
  unit: SignalSpec['unit'];
  better: SignalSpec['better'];
  thresholds: SignalSpec['thresholds'];
  reading: Reading;
  /** How it moved during the incident; absent where nobody compares. */
  change?: ReadingChange;
}
