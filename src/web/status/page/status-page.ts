import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { PublicPage } from '../../../domain/status-page/public-page.ts';
import type { PublicNotice, PublicStatus } from '../../../domain/updates/public-status.ts';
import type { StatusWords } from '../../../languages/en/surfaces/status-page.ts';
import type { PublicStatusSeen } from '../../../workflows/updates/public-status-reader.ts';
import { componentsSection } from './components.ts';
import { escaped, timeTag } from './html.ts';
import { maintenanceSection, openIncidents, pastIncidents } from './incidents.ts';
import type { Look } from './look.ts';
import { heading, type Marked } from './marks.ts';
import { type Reader, readerOf } from './reader.ts';
import { Room } from './room.ts';

export interface StatusPageView {
  service: Bilingual;
  look: Look;
  /** Undefined: nobody knows. */
  seen: PublicStatusSeen | undefined;
  /** In which it is shown, the reader's first; at least one. */
  languages: readonly Language[];
  /** What Bongsu says itself to readers of a language. */
  words: (language: Language) => StatusWords;
  /** IANA name; times are shown in it. */
  zone: string;
  /** For how many days what is over is shown. */
  pastDays: number;
  /** What stands behind the addresses of this page's other shapes, such as `service=coupon`. */
  query: Readonly<Record<string, string>>;
  /** Whether people can subscribe by mail: only then the way there is shown. */
  offersMail: boolean;
}

/** The whole of it, in bytes. */
export const PAGE_MAX = 50_000;
/** For what surrounds the parts that may be left out. */
const MARGIN = 2_500;

/** The whole page without a script: everything in the reader's language, and what is posted in the others as well. Every text is escaped. */
export function statusPage(view: StatusPageView): string {
  const { service, languages, words, look, seen, query } = view;
  const [first = 'en', ...others] = languages;
  const reader = readerOf(first, words(first), view.zone);
  const headline = seen ? headlineOf(seen.known, reader.words, pick(service, first)).said : reader.words.unknown;
  const summaries = languages.map((language) => summary(view, language));
  const shell = (content: string) =>
    whole({
      language: first,
      look,
      title: `${pick(look.name, first)}: ${headline}`,
      content,
      feed: `/status.atom${queryOf({ ...query, lang: first })}`,
    });
  const header = `<h1>${logoOf(look, first)}${namesIn(look.name, languages)}</h1>`;
  const footer = footerOf(reader.words, { others, words, query, language: first, offersMail: view.offersMail });
  if (!seen) return shell(`${header}\n${summaries.join('\n')}`);
  const { page } = seen.known;
  const bare = shell([header, ...summaries, footer].join('\n'));
  const fixed = componentsSection(page.components, reader, new Room(0));
  const room = new Room(PAGE_MAX - MARGIN - Buffer.byteLength(bare) - Buffer.byteLength(fixed));
  const shown = { page, service, reader, room };
  // What is going on has room first, then what is planned, then what was.
  const [open, planned, components, past] = [
    openIncidents(shown),
    maintenanceSection(shown),
    componentsSection(page.components, reader, room),
    pastIncidents(shown, view.pastDays),
  ];
  const [own = '', ...elsewhere] = summaries;
  return shell([header, own, open, components, planned, past, ...elsewhere, footer].filter(Boolean).join('\n'));
}

/** Several services, each with how it is and the way to its own page. */
export interface StatusOverviewView extends Pick<StatusPageView, 'languages' | 'words' | 'look' | 'query' | 'offersMail'> {
  services: readonly { key: string; name: Bilingual; seen: PublicStatusSeen | undefined }[];
}

/** All services on one page, in the reader's language. */
export function statusOverview({ services, languages, words, look, query, offersMail }: StatusOverviewView): string {
  const [first = 'en', ...others] = languages;
  const t = words(first);
  const sections = services.map(({ key, name, seen }) => {
    const { state, said } = seen ? headlineOf(seen.known, t, pick(name, first)) : { state: 'unknown' as const, said: t.unknown };
    const named = said.includes(pick(name, first)) ? said : `${pick(name, first)}: ${said}`;
    const href = `/status${queryOf({ ...query, service: key })}`;
    return `<section lang="${escaped(t.language)}"><a class="all" href="${escaped(href)}">${heading(state, named)}</a></section>`;
  });
  const title = services.map(({ name }) => pick(name, first)).join(' · ');
  const footer = footerOf(t, { others, words, query, language: first, offersMail });
  return whole({
    language: first,
    look,
    title,
    content: `${sections.join('\n')}\n${footer}`,
    feed: `/status.atom${queryOf({ lang: first })}`,
  });
}

/** For whoever may not see it. */
export function closedPage({ languages, words, look }: Pick<StatusPageView, 'languages' | 'words' | 'look'>): string {
  const sections = languages.map((language) => {
    const { closed, language: own } = words(language);
    return `<section lang="${escaped(own)}">${heading('unknown', closed.title)}<p>${escaped(closed.more)}</p></section>`;
  });
  const [first = 'en'] = languages;
  return whole({ language: first, look, title: words(first).closed.title, content: sections.join('\n') });
}

/** What to say first. */
function headlineOf(
  { status, page }: { status: PublicStatus; page: PublicPage },
  t: StatusWords,
  service: string,
): { state: Marked; said: string; more: (since: string) => string } {
  const { state, stage } = status;
  if (state === 'investigating' && (stage === 'identified' || stage === 'monitoring'))
    return { state: stage, said: t.headline[stage](service), more: t.calm.investigating };
  const isWorkedOn = page.maintenance.some((work) => work.state === 'under-way');
  if (state === 'ok' && isWorkedOn)
    return { state: 'under-maintenance', said: t.headline['under-maintenance'](service), more: t.calm['under-maintenance'] };
  const more = state === 'waiting' || state === 'delayed' ? () => '' : t.calm[state];
  return { state, said: t.state[state](service), more };
}

/** A document; `content` is HTML already, and so is what else stands in its `head`. */
export function whole(page: { language: Language; look: Look; title: string; content: string; feed?: string; head?: string }): string {
  const { language, look, title, content, feed, head = '' } = page;
  const link = feed === undefined ? '' : `\n<link rel="alternate" type="application/atom+xml" href="${escaped(feed)}">`;
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>${link}${head}
<style>${look.style}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

function logoOf({ logo, name }: Look, language: Language): string {
  return logo === undefined ? '' : `<img src="${escaped(logo)}" alt="${escaped(pick(name, language))}" referrerpolicy="no-referrer">`;
}

/** A name that is the same in two languages stands there once. */
function namesIn(name: Bilingual, languages: readonly Language[]): string {
  const named = languages.filter((language, at) => languages.findIndex((other) => pick(name, other) === pick(name, language)) === at);
  return `<span>${named.map((language) => `<span lang="${escaped(language)}">${escaped(pick(name, language))}</span>`).join(' · ')}</span>`;
}

function footerOf(
  t: StatusWords,
  {
    others,
    words,
    query,
    language,
    offersMail,
  }: Pick<StatusPageView, 'words' | 'query' | 'offersMail'> & { others: readonly Language[]; language: Language },
): string {
  const link = (path: string, text: string, more: Readonly<Record<string, string>> = {}) =>
    `<a href="${escaped(`${path}${queryOf({ ...query, ...more })}`)}">${escaped(text)}</a>`;
  const languages = others.map((other) => {
    const name = new Intl.DisplayNames([other], { type: 'language', fallback: 'code' }).of(other) ?? other;
    return `<span lang="${escaped(words(other).language)}">${link('/status', name, { lang: other })}</span>`;
  });
  const own = { lang: language };
  const subscribe = offersMail ? [link('/subscribe', t.links.subscribe, own)] : [];
  const shapes = [link('/status.atom', t.links.feed, own), link('/status.ics', t.links.calendar, own)];
  return `<footer lang="${escaped(t.language)}">${[...subscribe, ...shapes, ...languages].join(' ')}</footer>`;
}

function queryOf(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

/** How it is, and what is posted: in every language. */
function summary({ service, seen, zone, words }: StatusPageView, language: Language): string {
  const t = words(language);
  // Where Bongsu does not speak the playbook's language, only the texts of the playbook are in it.
  const own = escaped(t.language);
  if (!seen) return `<section lang="${own}">${heading('unknown', t.unknown)}<p>${escaped(t.unknownMore)}</p></section>`;
  const reader = readerOf(language, t, zone);
  const { known, stale } = seen;
  const { status, readAt } = known;
  const notices = [...(status.waitingScreen ? [status.waitingScreen] : []), ...status.notices];
  const list = notices.map((notice) => noticeItem(notice, reader)).join('\n');
  const { state, said, more } = headlineOf(known, t, pick(service, language));
  const { investigatingSince: since } = status;
  return `<section lang="${own}">
${heading(state, said)}
${notices.length > 0 ? `<ul>\n${list}\n</ul>` : `<p>${escaped(more(since ? reader.time(since) : ''))}</p>`}
${stale ? `<p class="small">${escaped(t.stale)}</p>` : ''}
<p class="small">${escaped(t.asOf(reader.time(readAt), zone))}</p>
</section>`;
}

function noticeItem({ kind, text, since }: PublicNotice, { language, words: t, time }: Reader): string {
  const when = timeTag(since, t.since(time(since)));
  return `<li><h3>${escaped(t.kind[kind])} <span class="soft">·</span> ${when}</h3><p lang="${escaped(language)}">${escaped(pick(text, language))}</p></li>`;
}
