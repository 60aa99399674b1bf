import type { Outbound } from './outbound.ts';

/** What something is, by its words; the first that fits. What fits none stands in a list word by word, and so meets no expectation. */
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
  [/You have not answered yet: the retrospective of #/, () => 'retrospective not answered'],
  [/Nobody has accepted the retrospective of #/, () => 'retrospective that nobody accepts'],
  [/Retrospective of (?:incident )?#/, () => 'retrospective'],
  [/#\d+ is mitigated \(/, () => 'mitigated'],
  [/#\d+ is open again \(/, () => 'reopened'],
  [/#\d+ was a false alarm and is cancelled \(/, () => 'cancelled'],
  [/<@(\w+)> (?:takes|has) the role (\w+) of #/, (who, role) => `${who} is ${role}`],
  [/names the cause: \*(?:[^*]+: )?([^*]+)\*/, (cause) => `cause named: ${cause}`],
  [/^## 🛠 (.+)\n\*\S+ ([A-Za-z ]+?)(?: at |[,*])/, (title, state) => `${title}: ${state}`],
  [/<@(\w+)> has Do Not Disturb on until .* <@(\w+)> is paged/, (who, next) => `${who} sleeps, ${next} is paged`],
  [/<@(\w+)> is deactivated in Slack and cannot be paged .* <@(\w+)> is paged now/, (who, next) => `${who} has left, ${next} is paged`],
];

export function kindOf({ text }: Outbound): string {
  if (/deadlines? (was|were) missed:/.test(text)) return `missed ${[...text.matchAll(/^• (\w+) /gm)].map(([, row]) => row).join(' ')}`;
  for (const [pattern, kind] of KINDS) {
    const found = pattern.exec(text);
    if (found) return kind(...found.slice(1));
  }
  return text;
}
