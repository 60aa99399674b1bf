import type { catchUp as en } from '../../en/surfaces/catch-up.ts';

export const catchUp: typeof en = {
  head: (ref) => `장애 ${ref} 채널에 들어오셨습니다. 이 글은 본인에게만 보입니다.`,
  likely: (cause) => `유력한 원인: ${cause}.`,
  named: (cause) => `원인: ${cause}.`,
  unknown: '원인은 아직 확인되지 않았습니다.',
  underWay: (what) => `진행 중: ${what}`,
  done: (what) => `완료: ${what}`,
  nothingDone: '아직 조치한 것이 없습니다.',
  told: (time) => `${time}에 외부에 안내한 내용`,
  more: '브리핑이 이 채널에 고정되어 있습니다. 수치는 `/incident status`로 볼 수 있습니다.',
};
