import { durationMs, type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import { own } from '../../../domain/text/own.ts';
import type { ScenarioView } from '../../../views/briefing.ts';
import { link, oneLine, safe, safePlain } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const FIRE = { sev1: '🔴', sev2: '🟠', sev3: '🟡' } as const;

/** True once nothing is wrong any more. */
export function isOver(incident: Pick<Incident, 'state'>): boolean {
  return incident.state === 'resolved' || incident.state === 'closed' || incident.state === 'cancelled';
}

/** A symbol for the eye in a hurry; the words beside it always say the same. */
export function symbol(incident: Pick<Incident, 'state' | 'severity'>): string {
  if (incident.state === 'cancelled') return '⚪';
  if (isOver(incident)) return '✅';
  return incident.state === 'mitigated' ? '🟢' : FIRE[incident.severity];
}

/** How bad, in words; with the state as soon as it is not simply open: `SEV1 critical`, `SEV1 critical, mitigated`. */
export function badness(voice: Voice, incident: Pick<Incident, 'state' | 'severity'>): string {
  const severity = voice.t.severity[incident.severity];
  return incident.state === 'open' ? severity : `${severity}, ${voice.t.state[incident.state]}`;
}

/** What it is about, in one line as it was written: the service goes before the title where there are several. */
export function fullTitle(voice: Voice, { service, title: written }: Pick<Incident, 'service' | 'title'>): string {
  const name = oneLine(own(voice.services ?? {}, service)?.[voice.language] ?? '');
  const known = oneLine(written);
  if (name === '' || known.toLowerCase().startsWith(name.toLowerCase())) return known;
  return known === '' ? name : `${name}: ${known}`;
}

/** The title for mrkdwn and fallback texts. */
export function title(voice: Voice, incident: Pick<Incident, 'service' | 'title'>, max = 120): string {
  return safe(fullTitle(voice, incident), max, voice.t.noTitle);
}

/** For header blocks: `🔴 SEV1 critical · Coupons are issued late`. */
export function headline(voice: Voice, incident: Incident): string {
  const lead = `${symbol(incident)} ${badness(voice, incident)} · `;
  return lead + safePlain(fullTitle(voice, incident), 150 - lead.length, voice.t.noTitle);
}

/** For the plain text: `SEV1 critical: Coupons are issued late (#7).` */
export function plainHeadline(voice: Voice, incident: Incident): string {
  return `${badness(voice, incident)}: ${title(voice, incident)} (${incidentRef(incident)}).`;
}

/** For mrkdwn lines about one incident among others. */
export function boldHeadline(voice: Voice, incident: Incident): string {
  return `${symbol(incident)} *${incidentRef(incident)} ${title(voice, incident)}* · ${badness(voice, incident)}`;
}

/** Since when: with the time as a token, for blocks. */
export function since(voice: Voice, incident: Incident, now: Date): string {
  return sinceWords(voice, incident, { now, began: voice.format.time(incident.onsetAt, now) });
}

/** The same for the plain text. */
export function plainSince(voice: Voice, incident: Incident, now: Date): string {
  return `${sinceWords(voice, incident, { now, began: voice.format.plainTime(incident.onsetAt, now) })}.`;
}

/** Nobody counts the first seconds: a message that stays would go on saying them. */
const WORTH_COUNTING_MS = 60_000;

function sinceWords({ format, t }: Voice, incident: Incident, { now, began }: { now: Date; began: string }): string {
  const ms = durationMs(incident, now);
  if (isOver(incident)) return t.briefing.lasted(began, format.duration(ms));
  return ms < WORTH_COUNTING_MS ? t.briefing.sinceNow(began) : t.briefing.since(began, format.duration(ms));
}

/** What users notice, while they do; nothing once they are served again. */
export function effectLines(voice: Voice, incident: Incident, scenario: ScenarioView | undefined): string[] {
  const noticed = incident.state === 'open' || incident.state === 'reopened';
  return scenario && noticed ? [`${voice.t.briefing.effect} ${voice.say(scenario.effect, 500)}`] : [];
}

/** The bridge as a link that says what it is. */
export function bridgeLink(voice: Voice, url: string | undefined | null): string | undefined {
  return url ? link(url, voice.t.briefing.joinBridge) : undefined;
}
