import { type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import type { RolesView } from '../../../views/roles.ts';
import { badness, fullTitle, title } from '../briefing/headline.ts';
import { cut, person, plainAddress } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const TOPIC_MAX = 250;
const CHANNEL_MAX = 80;

/** So much of the title is recognised in a sidebar; the details would only be cut off there. */
const SLUG_MAX = 40;
const BRIDGE_TOPIC_MAX = 200;

/** `#7 · SEV1 critical, mitigated · Coupons are issued late · Commander: @kim · https://…`; without emoji, which Slack would rewrite. */
export function topic(voice: Voice, view: { incident: Incident; bridgeUrl?: string; roles?: RolesView }): string {
  const { t } = voice;
  const { incident } = view;
  const commander = view.roles?.commander;
  const address = plainAddress(view.bridgeUrl);
  const bridge = address && address.length <= 120 ? address : undefined;
  const details = [commander && `${t.role.commander}: ${person(commander)}`, bridge].filter(Boolean).join(' · ');
  const lead = `${incidentRef(incident)} · ${badness(voice, incident)} · `;
  const room = TOPIC_MAX - lead.length - (details ? details.length + 3 : 0);
  const name = title(voice, incident, Math.max(20, room));
  return cut(`${lead}${name}${details ? ` · ${details}` : ''}`, TOPIC_MAX);
}

/** Topic of the meeting; Zoom takes plain text, so nothing is escaped. */
export function bridgeTopic(voice: Voice, incident: Pick<Incident, 'id' | 'service' | 'title' | 'severity'>): string {
  const name = fullTitle(voice, incident) || voice.t.noTitle;
  return cut(`${incidentRef(incident)} ${incident.severity.toUpperCase()} ${name}`, BRIDGE_TOPIC_MAX);
}

/** What a team's channels are called unless it says otherwise. */
const CHANNEL_NAME = '{prefix}-{number}-{title}';

/**
 * `inc-7-coupons-are-issued-late`, or as the team's template has it; the service's key when the title has no Latin letters or digits (Korean). The number makes it unique
 * among our own, the suffix (`-2`) sets it apart from other people's channels.
 */
export function channelName(voice: Voice, incident: Pick<Incident, 'id' | 'title'>, attempt = 1): string {
  const template = voice.channelName ?? CHANNEL_NAME;
  const suffix = attempt > 1 ? `-${attempt}` : '';
  const service = slug(voice.service.key) || 'incident';
  const own = slug(incident.title);
  const words = own.length >= 3 ? own : template.includes('{service}') ? '' : service;
  const known = { prefix: voice.channelPrefix, number: `${incident.id}`, service };
  const fixed = template.replace(/\{(prefix|number|service)\}/g, (_, name: keyof typeof known) => known[name]);
  const room = Math.min(SLUG_MAX, CHANNEL_MAX - fixed.replace('{title}', '').length - suffix.length);
  const named = fixed.replace('{title}', shorten(words, room));
  return `${named.replace(/-{2,}/g, '-').replace(/^-|-$/g, '')}${suffix}`;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Cuts at the last whole word where that leaves something to read. */
function shorten(words: string, max: number): string {
  if (words.length <= max) return words;
  const end = words.lastIndexOf('-', max);
  return words.slice(0, end > max / 2 ? end : max).replace(/-$/, '');
}
