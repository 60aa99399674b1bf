import type { support as en } from '../../en/surfaces/support.ts';

export const support: typeof en = {
  head: (service, stage) => `${service} · 고객센터 안내 · ${stage}`,
  told: '고객에게 공지한 내용',
  guide: '응대 방법',
  promise: '복구 시각은 약속하지 마세요.',
  over: '복구되었습니다. 문의하시는 분께 다시 정상 이용할 수 있다고 안내해 주세요.',
  next: (time) => `다음 안내는 ${time}입니다.`,
  last: '추가 안내는 없습니다.',
};
