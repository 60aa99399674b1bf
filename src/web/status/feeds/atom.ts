import { createHash } from 'node:crypto';
import { pick } from '../../../domain/language/pick.ts';
import { escaped } from '../page/html.ts';
import { lookOf } from '../page/look.ts';
import { namesOf, readerOf } from '../page/reader.ts';
import type { Asked, Told } from '../told.ts';

interface Entry {
  id: string;
  title: string;
  published: Date;
  updated: Date;
  text: string;
}

const ENTRIES_MAX = 100;

/** What was told of incidents and maintenance, the newest first (RFC 4287). A correction is the same entry, updated. */
export function atomFeed(
  { all, seen, languages: [language = 'en'], query }: Asked,
  { publicUrl = '' }: { publicUrl: string | undefined },
): string {
  const [first] = all;
  const entries = all
    .flatMap((told, index) => entriesOf(told, seen[index]?.known.page, language))
    .sort((a, b) => b.updated.getTime() - a.updated.getTime())
    .slice(0, ENTRIES_MAX);
  const name = pick(lookOf(first.runtime.playbook).name, language);
  const behind = new URLSearchParams(query).toString();
  const at = (path: string) => escaped(`${publicUrl}${path}${behind === '' ? '' : `?${behind}`}`);
  // The same feed keeps its name where nobody knows its address.
  const id = `urn:bongsu:status:${createHash('sha256')
    .update(all.map(({ runtime }) => runtime.playbook.service.key).join(' '))
    .digest('hex')
    .slice(0, 16)}`;
  const updated = entries[0]?.updated ?? new Date(0);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(language)}">
<id>${id}</id>
<title>${escaped(name)}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${escaped(name)}</name></author>
<link rel="self" type="application/atom+xml" href="${at('/status.atom')}"/>
<link rel="alternate" type="text/html" href="${at('/status')}"/>
${entries.map((entry) => entryOf(entry, at('/status'))).join('\n')}
</feed>
`;
}

function entryOf({ id, title, published, updated, text }: Entry, link: string): string {
  return `<entry>
<id>urn:bongsu:${id}</id>
<title>${escaped(title)}</title>
<published>${published.toISOString()}</published>
<updated>${updated.toISOString()}</updated>
<link rel="alternate" type="text/html" href="${link}"/>
<content type="text">${escaped(text)}</content>
</entry>`;
}

type Page = NonNullable<Asked['seen'][number]>['known']['page'];

function entriesOf({ runtime: { playbook }, words }: Told, page: Page | undefined, language: string): Entry[] {
  if (!page) return [];
  const { service, team } = playbook;
  const reader = readerOf(language, words(language), team.zone);
  const { incidents: t, maintenance: m } = reader.words;
  const names = (components: readonly string[]) => namesOf(components, page, service.name, reader);
  const updates = page.incidents.flatMap(({ components, updates }) =>
    updates.map(
      ({ key, stage, texts, at, correctedAt }): Entry => ({
        id: `update:${key}`,
        title: `${t.about(names(components))}: ${t.stage[stage]}`,
        published: at,
        updated: correctedAt ?? at,
        text: pick(texts, language),
      }),
    ),
  );
  const works = page.maintenance.map(
    ({ key, state, texts, startsAt, endsAt, changedAt, components }): Entry => ({
      id: `maintenance:${key}`,
      title: `${pick(texts, language)}: ${m.state[state]}`,
      published: changedAt,
      updated: changedAt,
      text: `${m.times(reader.time(startsAt), reader.time(endsAt))} (${team.zone}). ${m.concerns(names(components))}`,
    }),
  );
  return [...updates, ...works];
}
