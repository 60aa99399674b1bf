import type { Outbound } from './outbound.ts';
import type { Scenario } from './scenario.ts';

/** What something is, by its words; the first that fits. What fits none stands in the chronicle word by word, and so meets no expectation. */
const KINDS: readonly (readonly [pattern: RegExp, kind: (...found: string[]) => string])[] = [
  [/⏰ \*?(\w\d+)\*? .* is due .*Left for you/, (row) => `${row} reminder`],
  [/declared by/, () => 'briefing'],
  [/New incident on/, () => 'announcement'],
  [/is open in/, () => 'where it is'],
  [/You are paged as \w+ on-call \((L\d)\)[\s\S]*✓ Acknowledged by/, (level) => `page ${level} answered`],
  [/^\*The whole operations team is called[\s\S]*✓ Acknowledged by/m, () => 'page operations answered'],
  [/You are paged as \w+ on-call \((L\d)\)/, (level) => `page ${level} 1`],
  [/Page (\d+) to you as \w+ on-call \((L\d)\)/, (attempt, level) => `page ${level} ${attempt}`],
  [/^\*The whole operations team is called/m, () => 'page operations 1'],
  [/Page (\d+) to you as part of the operations team/, (attempt) => `page operations ${attempt}`],
  [/has not answered the page for #\d+; <@(\w+)> is paged now/, (next) => `handed over to ${next}`],
  [/You have acknowledged/, () => 'thanks'],
  [/is escalated to \w+ on-call \((L\d)\)/, (level) => `escalated to ${level}`],
  [/is escalated to the operations team/, () => 'escalated to operations'],
  [/<@(\w+)> has acknowledged the page/, (who) => `acknowledged by ${who}`],
  [/^inc-1-/, () => 'incident'],
  [/^#1 SEV1/, () => 'bridge'],
  [/Update (\d+) ·/, (sequence) => `update ${sequence}`],
  [/is resolved \(/, () => 'resolved'],
  [/is closed/, () => 'closed'],
  [/Analysis of #/, () => 'analysis'],
  [/Not collected, because nothing is set up/, () => 'nothing collected'],
  [/Follow-ups of #/, () => 'follow-ups'],
  [/(N\d) of #\d+ is done/, (row) => `${row} done`],
  [/(N\d) of #\d+ is due now/, (row) => `${row} due`],
  [/(N\d) of #\d+ is due/, (row) => `${row} soon`],
  [/(N\d) of #\d+ is overdue/, (row) => `${row} overdue`],
  [/Retrospective of (?:incident )?#/, () => 'retrospective'],
];

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

function kindOf({ text }: Outbound): string {
  if (/deadlines? (was|were) missed:/.test(text)) return `missed ${[...text.matchAll(/^• (\w+) /gm)].map(([, row]) => row).join(' ')}`;
  for (const [pattern, kind] of KINDS) {
    const found = pattern.exec(text);
    if (found) return kind(...found.slice(1));
  }
  return text;
}

function momentOf(s: Scenario, { message, place, text }: Outbound): number {
  if (message) return Number(message.ts) * 1_000;
  const meeting = s.world.zoom.meetings.find(({ topic }) => place === 'zoom' && topic === text);
  // Zoom and Slack give these in whole seconds, rounded down.
  const second = meeting ? Date.parse(meeting.createdAt) : (s.slack.channelByName(text)?.created ?? 0) * 1_000;
  return second + 999;
}
