import type { Bilingual } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { PublicPage, ToldIncident, ToldMaintenance, ToldUpdate } from '../../../domain/status-page/public-page.ts';
import { escaped, timeTag } from './html.ts';
import { now } from './marks.ts';
import { namesOf, type Reader } from './reader.ts';
import type { Room } from './room.ts';

interface Shown {
  page: PublicPage;
  service: Bilingual;
  reader: Reader;
  room: Room;
}

/** Of one incident so many updates are shown; the feed has them all. */
const UPDATES_MAX = 8;
const WORKS_MAX = 8;
/** Stand for moments; no text of ours holds them. */
const FROM = '\uE000';
const TO = '\uE001';

/** What goes on, with all that was told of it; nothing where nothing does. */
export function openIncidents(shown: Shown): string {
  const { page, reader } = shown;
  const open = page.incidents.filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return '';
  return section(reader, reader.words.incidents.open, list(open.map((incident) => incidentItem(incident, shown))));
}

export function pastIncidents(shown: Shown, days: number): string {
  const { page, reader } = shown;
  const t = reader.words.incidents;
  const past = page.incidents.filter(({ endedAt }) => endedAt !== null);
  if (past.length === 0) return section(reader, t.past, `<p class="soft">${escaped(t.none(days))}</p>`);
  const items = past.map((incident) => incidentItem(incident, shown)).filter(Boolean);
  const rest = items.length < past.length ? `<p class="small">${escaped(t.elsewhere)}</p>` : '';
  return section(reader, t.past, `${list(items)}${rest}`);
}

/** What is planned, under way or just over; nothing where there is none. */
export function maintenanceSection({ page, service, reader, room }: Shown): string {
  const t = reader.words.maintenance;
  const items = page.maintenance.slice(0, WORKS_MAX).map((work) => room.add(workItem(work, { page, service, reader, room })));
  const kept = items.filter(Boolean);
  return kept.length === 0 ? '' : section(reader, t.heading, list(kept));
}

function workItem({ state, components, texts, startsAt, endsAt }: ToldMaintenance, { page, service, reader }: Shown): string {
  const { words, time, language } = reader;
  const t = words.maintenance;
  // A sentence has its own order; the moments are put into it once it is safe.
  const when = escaped(t.times(FROM, TO))
    .replace(FROM, timeTag(startsAt, time(startsAt)))
    .replace(TO, timeTag(endsAt, time(endsAt)));
  return `<li><div class="row"><h3 lang="${escaped(language)}">${escaped(pick(texts, language))}</h3>${now(state, t.state[state])}</div>
<p class="soft">${when}</p><p class="soft">${escaped(t.concerns(namesOf(components, page, service, reader)))}</p></li>`;
}

function incidentItem(incident: ToldIncident, { page, service, reader, room }: Shown): string {
  const { words, time, lasting } = reader;
  const t = words.incidents;
  const { components, since, endedAt, stage, updates } = incident;
  const about = t.about(namesOf(components, page, service, reader));
  const took = endedAt === null ? '' : `<p class="soft">${escaped(t.lasted(lasting(endedAt.getTime() - since.getTime())))}</p>\n`;
  const head = `<li><div class="row"><h3>${escaped(about)}</h3>${now(stage, t.stage[stage])}</div>
<p class="soft">${timeTag(since, words.since(time(since)))}</p>
${took}`;
  // An incident without any of its texts says nothing.
  if (!room.add(head)) return '';
  const log = updates.slice(0, UPDATES_MAX).map((update) => room.add(updateItem(update, reader)));
  const kept = log.filter(Boolean);
  return `${head}<ol class="log">\n${kept.join('\n')}\n</ol></li>`;
}

function updateItem({ stage, texts, at, correctedAt }: ToldUpdate, { words, language, time }: Reader): string {
  const t = words.incidents;
  const corrected = correctedAt ? ` <span class="soft">(${escaped(t.corrected(time(correctedAt)))})</span>` : '';
  return `<li><b>${escaped(t.stage[stage])}</b> <span class="soft">· ${timeTag(at, time(at))}</span>${corrected}<p lang="${escaped(language)}">${escaped(pick(texts, language))}</p></li>`;
}

function section({ words }: Reader, title: string, content: string): string {
  return `<section lang="${escaped(words.language)}">\n<h2>${escaped(title)}</h2>\n${content}\n</section>`;
}

function list(items: readonly string[]): string {
  return `<ul>\n${items.join('\n')}\n</ul>`;
}
