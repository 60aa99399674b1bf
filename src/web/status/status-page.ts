import { createHash } from 'node:crypto';
import type { Bilingual, Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { PublicNotice } from '../../domain/updates/public-status.ts';
import type { StatusWords } from '../../languages/en/surfaces/status-page.ts';
import type { PublicStatusSeen } from '../../workflows/updates/public-status-reader.ts';

export interface StatusPageView {
  service: Bilingual;
  /** Undefined: nobody knows. */
  seen: PublicStatusSeen | undefined;
  /** In which it is shown, the reader's first; at least one. */
  languages: readonly Language[];
  /** What Bongsu says itself to readers of a language. */
  words: (language: Language) => StatusWords;
  /** IANA name; times are shown in it. */
  zone: string;
}

/** Shape and words carry the state, colour only repeats it. */
const MARK = { ok: '✓', unstated: '–', investigating: '!', delayed: '!', waiting: '…', unknown: '?' } as const;

export const STATUS_STYLE = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--ok:#116b37;--delayed:#8a4b00;--waiting:#0b5394;--unknown:#57606a;--on:#fff}
@media(prefers-color-scheme:dark){:root{--back:#101418;--card:#191f26;--ink:#e8ecf0;--soft:#a3adb8;--line:#2e3741;--ok:#56d98a;--delayed:#f2b55c;--waiting:#7cb8f5;--unknown:#a3adb8;--on:#101418}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.125rem;font-weight:600;margin:0 0 1rem;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:0 0 1rem}
h2{display:flex;gap:.75rem;align-items:flex-start;font-size:1.375rem;line-height:1.35;margin:0}
.mark{flex:none;width:1.9rem;height:1.9rem;border-radius:50%;display:grid;place-items:center;font-size:1.1rem;line-height:1;font-weight:700;color:var(--on)}
.ok{background:var(--ok)}.delayed,.investigating{background:var(--delayed)}.waiting{background:var(--waiting)}.unknown,.unstated{background:var(--unknown)}
ul{list-style:none;margin:1.25rem 0 0;padding:0}
li{border-top:1px solid var(--line);padding:1rem 0}
li:last-child{padding-bottom:0}
h3{font-size:.9375rem;margin:0 0 .25rem}
h3 time,h3 span{font-weight:400;color:var(--soft)}
h3 time{display:inline-block}
p{margin:0;white-space:pre-line}
h2+p{margin-top:.75rem}
a{color:inherit;text-decoration:none}
a:hover,a:focus-visible{text-decoration:underline}
.small{margin-top:1rem;font-size:.875rem;color:var(--soft)}
`.trim();

/** Nothing but this one style may run or load, whatever a text holds (https://www.w3.org/TR/CSP3/). */
export const STATUS_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STATUS_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The whole page, a section for each language, without a script. Every text is escaped. */
export function statusPage(view: StatusPageView): string {
  const { service, languages, words } = view;
  const [first = 'en'] = languages;
  const state = view.seen?.status.state;
  const title = pick(service, first);
  const t = words(first);
  const headline = state === undefined ? t.unknown : t.state[state](title);
  // A name that is the same in two languages stands there once.
  const named = languages.filter((language, at) => languages.findIndex((other) => pick(service, other) === pick(service, language)) === at);
  const names = named.map((language) => `<span lang="${escaped(language)}">${escaped(pick(service, language))}</span>`).join(' · ');
  const sections = languages.map((language) => section(view, language)).join('\n');
  return whole({ language: first, title: `${title}: ${headline}`, content: `<h1>${names}</h1>\n${sections}` });
}

/** Several services, each with how it is and the way to its own page. */
export interface StatusOverviewView extends Pick<StatusPageView, 'languages' | 'words'> {
  services: readonly { key: string; name: Bilingual; seen: PublicStatusSeen | undefined }[];
}

/** All services on one page, in the reader's language. */
export function statusOverview({ services, languages, words }: StatusOverviewView): string {
  const [first = 'en'] = languages;
  const t = words(first);
  const sections = services.map(({ key, name, seen }) => {
    const state = seen?.status.state ?? 'unknown';
    const said = seen ? t.state[seen.status.state](pick(name, first)) : `${pick(name, first)}: ${t.unknown}`;
    return `<section lang="${escaped(t.language)}"><a href="/status?service=${encodeURIComponent(key)}">${heading(state, said)}</a></section>`;
  });
  return whole({ language: first, title: services.map(({ name }) => pick(name, first)).join(' · '), content: sections.join('\n') });
}

/** A document; `content` is HTML already. */
function whole({ language, title, content }: { language: Language; title: string; content: string }): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STATUS_STYLE}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

function section({ service, seen, zone, words }: StatusPageView, language: Language): string {
  const t = words(language);
  // Where Bongsu does not speak the playbook's language, only the texts of the playbook are in it.
  const own = escaped(t.language);
  const time = clockIn(t, zone);
  if (!seen) return `<section lang="${own}">${heading('unknown', t.unknown)}<p>${escaped(t.unknownMore)}</p></section>`;
  const { status, readAt, stale } = seen;
  const { state, investigatingSince } = status;
  const notices = [...(status.waitingScreen ? [status.waitingScreen] : []), ...status.notices];
  const list = notices.map((notice) => item(notice, { language, words: t, time })).join('\n');
  return `<section lang="${own}">
${heading(state, t.state[state](pick(service, language)))}
${state === 'waiting' || state === 'delayed' ? `<ul>\n${list}\n</ul>` : `<p>${escaped(t.calm[state](investigatingSince ? time(investigatingSince) : ''))}</p>`}
${stale ? `<p class="small">${escaped(t.stale)}</p>` : ''}
<p class="small">${escaped(t.asOf(time(readAt), zone))}</p>
</section>`;
}

function heading(state: keyof typeof MARK, words: string): string {
  return `<h2><span class="mark ${state}" aria-hidden="true">${MARK[state]}</span><span>${escaped(words)}</span></h2>`;
}

function item(
  { kind, text, since }: PublicNotice,
  { language, words: t, time }: { language: Language; words: StatusWords; time: (at: Date) => string },
): string {
  const when = `<time datetime="${since.toISOString()}">${escaped(t.since(time(since)))}</time>`;
  return `<li><h3>${escaped(t.kind[kind])} <span>·</span> ${when}</h3><p lang="${escaped(language)}">${escaped(pick(text, language))}</p></li>`;
}

function clockIn({ locale }: StatusWords, zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => format.format(at);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
