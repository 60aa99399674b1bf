export type NoticeKind = 'waiting-screen' | 'notice' | 'spread';

/** Words about what the public is told. */
export interface PublicTexts {
  withdrawn: (kinds: readonly NoticeKind[]) => string;
}

const KINDS: Record<NoticeKind, string> = {
  'waiting-screen': 'waiting screen',
  notice: 'notice',
  spread: 'request to come back later',
};

export const publicNotices: PublicTexts = {
  withdrawn: (kinds) => `Taken off the public status page: ${kinds.map((kind) => KINDS[kind]).join(', ')}.`,
};
