import { kindOf } from './kinds.ts';
import type { Outbound } from './outbound.ts';
import type { Scenario } from './scenario.ts';

/** Seconds of a minute in which something that is due at that minute may come; later, the line says how many. */
const PROMPT_SECONDS = 30;

/**
 * Everything that people could see and nobody has expected yet, as lines of `entry`, in the order of time: pages, updates, notices, invitations
 * and meetings. Whatever came too early, late, twice or not at all makes it another list.
 */
export function chronicle(s: Scenario, since: Date): string[] {
  return s
    .takeAll()
    .map((outbound) => {
      const seconds = Math.floor((momentOf(s, outbound) - since.getTime()) / 1_000);
      const beyond = ((seconds % 60) + 60) % 60;
      const late = beyond > PROMPT_SECONDS ? ` (and ${beyond} s)` : '';
      return entry(Math.floor(seconds / 60), `${outbound.place} ${kindOf(outbound)}${late}`);
    })
    .sort();
}

/** `   30 @sora page L2 1`: the minute of the incident, the place as in `Outbound`, and what was there. */
export function entry(minute: number, what: string): string {
  return `${String(minute).padStart(5)} ${what}`;
}

function momentOf(s: Scenario, { message, place, text }: Outbound): number {
  if (message) return Number(message.ts) * 1_000;
  const meeting = s.world.zoom.meetings.find(({ topic }) => place === 'zoom' && topic === text);
  // Zoom and Slack give these in whole seconds, rounded down.
  const second = meeting ? Date.parse(meeting.createdAt) : (s.slack.channelByName(text)?.created ?? 0) * 1_000;
  return second + 999;
}
