import { isHeartbeat } from '../../domain/alerts/heartbeat.ts';
import { isLoss } from '../../domain/alerts/refusal.ts';
import { rankOfWord } from '../../domain/alerts/severity-words.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { LANGUAGES } from '../../languages/index.ts';
import type { AlertEventRow, AlertRow, RefusalRow } from '../../storage/index.ts';
import type { CheckContext, Finding } from './check.ts';
import { fromRecords } from './records.ts';

const WEEK_MS = 7 * 86_400_000;
/** A sender repeats what fires, Alertmanager every four hours as it is shipped. */
const SILENT_MS = 5 * 3_600_000;
const [SHOWN_ASIDE, SHOWN_TEXT] = [3, 160];

/** What became of alerts lately: what the doors refused, what nobody could read, words that nobody knows, heartbeats. */
export async function alertRecords(context: CheckContext): Promise<Finding[]> {
  const now = systemClock.now();
  const found = await fromRecords(context, async ({ alertRefusals, alertEvents, alertWords, alerts }) => ({
    refusals: await alertRefusals.since(new Date(now.getTime() - WEEK_MS)),
    aside: await alertEvents.setAside(SHOWN_ASIDE),
    asideCount: await alertEvents.countSetAside(),
    words: await alertWords.all(),
    silent: await alerts.callingNobody(),
  }));
  if (!found) return [];
  return [
    ...refusalFindings(found.refusals),
    ...asideFindings(found.aside, found.asideCount),
    ...wordFindings(context.playbook, found.words),
    ...heartbeatFindings(context.playbook, found.silent, now),
  ];
}

function refusalFindings(refusals: readonly RefusalRow[]): Finding[] {
  if (refusals.length === 0) return [{ level: 'ok', subject: 'Refused alerts', text: 'none in seven days' }];
  return refusals.map(({ source, sender, code, requests, alerts, lastAt }) => ({
    level: 'warn',
    subject: 'Refused alerts',
    text: `${source} (${sender}): ${LANGUAGES.en.surfaces.alertDoors.code[code](alerts || requests)} in seven days, last at ${lastAt.toISOString()}${
      isLoss(code) ? '' : '; nothing of senders that show the token is lost'
    }.`,
  }));
}

function asideFindings(aside: readonly AlertEventRow[], count: number): Finding[] {
  if (count === 0) return [];
  const shown = aside.map(({ source, sender, error, payload }) => {
    const { text = JSON.stringify(payload) } = payload as { text?: string };
    return `${source}${sender === null ? '' : ` (${sender})`}: ${error} ${text.slice(0, SHOWN_TEXT).replace(/\s+/g, ' ')}`;
  });
  const subject = 'Set aside';
  return [
    {
      level: 'warn',
      subject,
      text: `${count} kept that nobody could read; the last ones follow, all of them: select id, sender, error, payload from alert_events where set_aside_at is not null`,
    },
    ...shown.map((text): Finding => ({ level: 'warn', subject, text })),
  ];
}

function wordFindings({ alerts }: Playbook, words: readonly { word: string; source: string }[]): Finding[] {
  const unknown = words.filter(({ word }) => {
    const said = rankOfWord(word, alerts);
    return typeof said === 'object' && 'unknown' in said;
  });
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, 10).map(({ word, source }) => `"${word}" (${source})`);
  return [
    {
      level: 'warn',
      subject: 'Severity words',
      text: `nobody knows ${named.join(', ')}: such alerts count as ${alerts.severity.default.toUpperCase()}. Say what they mean under alerts.severity.words.`,
    },
  ];
}

function heartbeatFindings({ alerts, signals }: Playbook, silent: readonly AlertRow[], now: Date): Finding[] {
  const watched = Object.values(signals).some(({ query }) => /watchdog|deadman/i.test(query));
  const how = watched ? 'A signal watches it.' : 'To be told when it falls silent, see docs/alerts.md (Heartbeats).';
  return silent
    .filter(({ labels }) => isHeartbeat(labels, rankOfWord(labels.severity ?? '', alerts)))
    .map(({ title, source, lastSeenAt }): Finding => {
      const late = now.getTime() - lastSeenAt.getTime() > SILENT_MS;
      const text = `${title} (${source}) calls nobody; last heard at ${lastSeenAt.toISOString()}${late ? ', long ago: does its sender still live?' : '.'} ${how}`;
      return { level: late ? 'warn' : 'ok', subject: 'Heartbeat', text };
    });
}
