import type { AlertReader } from '../../domain/alerts/read-body.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';

/** How one sender writes its alerts. */
export interface AlertFormat {
  /** The last part of its address, and the source of its alerts. */
  name: string;
  /** As people read where an alert came from. */
  title: Bilingual;
  /** `deciding`: labels that are kept, however many others there are. */
  reader(playbook: Playbook, deciding: ReadonlySet<string>): AlertReader;
}
