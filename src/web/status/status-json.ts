import { createHash } from 'node:crypto';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { PublicNotice } from '../../domain/updates/public-status.ts';
import type { PublicStatusSeen } from '../../workflows/updates/public-status-reader.ts';
import { STATUS_TEXTS } from './status-texts.ts';

/** What `GET /status.json` answers (docs/status-page.md), without the time after which this caller shall ask again. */
export function statusJson({ status, readAt, stale }: PublicStatusSeen, { key, name }: Playbook['service']) {
  const { waitingScreen: screen, investigatingSince: since } = status;
  const investigating = { en: STATUS_TEXTS.en.state.investigating(name.en), ko: STATUS_TEXTS.ko.state.investigating(name.ko) };
  return {
    service: { key, name: { en: name.en, ko: name.ko } },
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

function texts({ text: { en, ko } }: PublicNotice): { en: string; ko: string } {
  return { en, ko };
}
