import type { MaintenanceTexts } from '../en/maintenance.ts';

export const maintenance: MaintenanceTexts = {
  title: '예정된 점검',
  none: '예정된 점검이 없습니다.',
  state: { planned: '예정', 'under-way': '진행 중', completed: '완료', cancelled: '취소' },
  times: (from, to) => `${from} ~ ${to}`,
  whole: '서비스 전체',
  done: {
    planned: (id) => `점검 ${id}번을 예약하고 상태 페이지에 안내했습니다.`,
    started: (id) => `점검 ${id}번을 시작했습니다.`,
    moved: (id) => `점검 ${id}번을 옮겼습니다.`,
    completed: (id) => `점검 ${id}번을 마쳤습니다.`,
    cancelled: (id) => `점검 ${id}번을 취소했습니다.`,
  },
  notice: {
    planned: (text, by) => `🔧 점검 예정: ${text}${by}`,
    started: (text, by) => `🔧 점검 시작: ${text}${by}`,
    moved: (text, by) => `🔧 점검 시각 변경: ${text}${by}`,
    completed: (text, by) => `🔧 점검 완료: ${text}${by}`,
    cancelled: (text, by) => `🔧 점검 취소: ${text}${by}`,
  },
  by: (who) => ` (${who})`,
  muted: '점검이 끝날 때까지 대상의 알림은 아무도 부르지 않습니다.',
  counting: '알림이 다시 울립니다.',
  start: '지금 시작',
  startLabel: (id) => `점검 ${id}번을 지금 시작`,
  complete: '완료',
  completeLabel: (id) => `점검 ${id}번 완료`,
  cancel: '취소',
  cancelLabel: (id) => `점검 ${id}번 취소`,
  hint: (command) => `예약: \`${command} maintenance plan 2026-11-25T22:00 2h 점검 내용\``,
};
