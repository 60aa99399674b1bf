import { PermanentError, refusalOf } from '../../domain/errors.ts';
import type { GonePlaceRow } from '../../storage/index.ts';

/** Ids of incidents that met a refusal. */
export interface WhoMet {
  /** Wanted to say something where it lives. */
  speaks?: number | undefined;
  /** Shows by itself what it could not do, in its briefing and to whoever declared it. */
  shows?: number | undefined;
}

/** Which channels cannot be written to, as far as this process knows: nobody asks Slack the same again and again. */
export interface Places {
  /** The refusal that a call to this place would meet; undefined when nothing is known against it. */
  goneAs(place: string, method: string): PermanentError | undefined;
  /**
   * Writes down that a place is gone, once, and moves whoever lived there. False when it is not gone: everybody may join it, and we have. Never rejects.
   */
  gone(error: PermanentError, who?: WhoMet): Promise<boolean>;
  /** Takes note of it for this process. */
  close(error: PermanentError): void;
  open(place: string): void;
  /** As the database has it, which other processes write too. */
  sync(rows: readonly GonePlaceRow[]): void;
}

/** Public and private channels; a direct message that is refused is about the person. */
export function isChannel(place: string): boolean {
  return /^[CG]/.test(place);
}

const MINUTE_MS = 60_000;
/** Slack tells of most returns; a look finds the others, and costs a call. */
const LONGEST_MS = 30 * MINUTE_MS;
/** Channels of incidents that are long over stay archived: there are more of them every week. */
const RARELY_MS = 24 * 60 * MINUTE_MS;
/** About a day of looks. */
const LOOKED_AT = 50;

/** When a place is looked at again that was looked at so many times: at most half an hour later, after a day without it at most a day. */
export function nextProbeAt(now: Date, probes: number): Date {
  const longestMs = probes > LOOKED_AT ? RARELY_MS : LONGEST_MS;
  return new Date(now.getTime() + Math.min(longestMs, MINUTE_MS * 2 ** Math.min(probes, 20)));
}

/** Whether a refusal means that nothing can be said at that place any more: the channel is gone, or the message on which its thread hung. */
export function losesPlace({ code, refusal }: PermanentError): boolean {
  if (code === THREAD_GONE) return true;
  return refusal?.refused.about === 'place' && refusal.refused.gone && refusal.place !== undefined && isChannel(refusal.place);
}

/** Slack's word for a thread whose first message was deleted. */
export const THREAD_GONE = 'thread_not_found';

export function createPlaces(gone: Places['gone']): Places {
  const closed = new Map<string, Pick<GonePlaceRow, 'code' | 'said'>>();
  return {
    gone,
    goneAs(place, method) {
      const known = closed.get(place);
      if (known === undefined) return undefined;
      return new PermanentError(known.code, known.said, { refusal: { refused: { about: 'place', gone: true }, method, place } });
    },
    close(error) {
      const place = refusalOf(error)?.place;
      if (place !== undefined && isChannel(place)) closed.set(place, { code: error.code, said: error.said });
    },
    open(place) {
      closed.delete(place);
    },
    sync(rows) {
      closed.clear();
      for (const { channelId, code, said } of rows) closed.set(channelId, { code, said });
    },
  };
}
