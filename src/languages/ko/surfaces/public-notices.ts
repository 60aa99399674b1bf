import type { NoticeKind, PublicTexts } from '../../en/surfaces/public-notices.ts';

const KINDS: Record<NoticeKind, string> = {
  'waiting-screen': '대기 화면',
  notice: '안내 공지',
  spread: '나중에 다시 시도하라는 안내',
};

export const publicNotices: PublicTexts = {
  withdrawn: (kinds) => `공개 상태 페이지에서 내렸습니다: ${kinds.map((kind) => KINDS[kind]).join(', ')}`,
};
