import type { ChatMessage } from '../../domain/chat/message.ts';
import type { IncidentRow } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Writes a notice from the rows as they are now. `stands`: it was posted before and is edited; otherwise it may have nothing to say yet, and is then
 * not posted.
 */
export type StandingNotice = (runtime: Runtime, incident: IncidentRow, stands: boolean) => Promise<ChatMessage | undefined>;
