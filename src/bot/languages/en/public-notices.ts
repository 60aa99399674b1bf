import type { PublicNoticeKind } from '../../../domain/updates/public-status.ts';

/** Words about what the public is told. */
export interface PublicTexts {
  withdrawn: (kinds: readonly PublicNoticeKind[]) => string;
}

const KINDS: Record<PublicNoticeKind, string> = {
  'waiting-screen': 'waiting screen',
  notice: 'notice',
  spread: 'request to come back later',
};

export const publicNotices: PublicTexts = {
  withdrawn: (kinds) => `Taken off the public status page: ${kinds.map((kind) => KINDS[kind]).join(', ')}.`,
};
