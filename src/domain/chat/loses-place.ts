import type { PermanentError } from '../errors.ts';

/** Public and private channels; a direct message that is refused is about the person. */
export function isChannel(place: string): boolean {
  return /^[CG]/.test(place);
}

/** Whether a refusal means that nothing can be said at that place any more: the channel is gone, or the message on which its thread hung. */
export function losesPlace({ code, refusal }: PermanentError): boolean {
  if (code === THREAD_GONE) return true;
  return refusal?.refused.about === 'place' && refusal.refused.gone && refusal.place !== undefined && isChannel(refusal.place);
}

/** Slack's word for a thread whose first message was deleted. */
export const THREAD_GONE = 'thread_not_found';
