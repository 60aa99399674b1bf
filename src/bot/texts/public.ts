import type { Language } from '../../domain/playbook/schema.ts';
import type { PublicNoticeKind } from '../../domain/public-status.ts';

/** Words about what the public is told. */
interface PublicTexts {
  withdrawn: (kinds: readonly PublicNoticeKind[]) => string;
}

const EN: Record<PublicNoticeKind, string> = {
  'waiting-screen': 'waiting screen',
  notice: 'notice',
  spread: 'request to come back later',
};
const KO: Record<PublicNoticeKind, string> = {
  'waiting-screen': '대기 화면',
  notice: '안내 공지',
  spread: '나중에 다시 시도하라는 안내',
};

export const PUBLIC_TEXTS: Record<Language, PublicTexts> = {
  en: { withdrawn: (kinds) => `Taken off the public status page: ${kinds.map((kind) => EN[kind]).join(', ')}.` },
  ko: { withdrawn: (kinds) => `공개 상태 페이지에서 내렸습니다: ${kinds.map((kind) => KO[kind]).join(', ')}` },
};
