import type { insights as english } from '../en/insights.ts';

export const insights: typeof english = {
  statsSummary: '장애 대응 지표를 봅니다: 감지, 응답, 복구까지 걸린 시간, 지킨 기한과 놓친 기한, 호출된 사람.',
  by: '묶는 기준',
  back: '기간',
  backExpects: '30d, 52w처럼 기간을 적어 주세요',
  backBetween: '기간은 1d에서 10년까지입니다.',
};
