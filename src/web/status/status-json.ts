import { createHash } from 'node:crypto';
import type { Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { PublicNotice } from '../../domain/updates/public-status.ts';
import type { StatusWords } from '../../languages/en/surfaces/status-page.ts';
import type { PublicStatusSeen } from '../../workflows/updates/public-status-reader.ts';

/** What `GET /status.json` answers in these languages (docs/status-page.md), without the time after which this caller shall ask again. */
export function statusJson(
  { status, readAt, stale }: PublicStatusSeen,
  { key, name }: Playbook['service'],
  { languages, words }: { languages: readonly Language[]; words: (language: Language) => StatusWords },
) {
  const { waitingScreen: screen, investigatingSince: since } = status;
  const each = (said: (language: Language) => string) => Object.fromEntries(languages.map((language) => [language, said(language)]));
  const texts = ({ text }: PublicNotice) => each((language) => pick(text, language));
  const investigating = each((language) => words(language).state.investigating(pick(name, language)));
  return {
    service: { key, name: each((language) => pick(name, language)) },
    state: status.state,
    waitingScreen: screen ? { on: true, text: texts(screen), since: screen.since.toISOString() } : { on: false, text: null, since: null },
    notices: status.notices.map((notice) => ({ kind: notice.kind, text: texts(notice), since: notice.since.toISOString() })),
    investigating: since ? { on: true, text: investigating, since: since.toISOString() } : { on: false, text: null, since: null },
    ...(stale && { stale: true, asOf: readAt.toISOString() }),
  };
}

/** Weak, because two answers with the same tag differ in when each caller shall ask again (RFC 9110, 8.8.1). */
export function etagOf(content: unknown): string {
  return `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22)}"`;
}

/** Whether an `If-None-Match` names this tag, compared weakly (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch?.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag)) ?? false;
}
