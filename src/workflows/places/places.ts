import { isChannel } from '../../domain/chat/loses-place.ts';
import { PermanentError, refusalOf } from '../../domain/errors.ts';
import type { GonePlaceRow } from '../../storage/index.ts';
import type { Places } from '../runtime/places.ts';

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
