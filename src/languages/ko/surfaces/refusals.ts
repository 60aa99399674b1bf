import type { RefusalTexts } from '../../en/surfaces/refusals.ts';
import { says } from '../../words.ts';

export const refusals: RefusalTexts = {
  stopped: (by) => says`${by} 님이 멈췄습니다.`,
  notActive: (ref, state) => `장애 ${ref} 상태: ${state}. 더는 조치를 실행하지 않습니다. 먼저 다시 열어 주세요: \`reopen\`.`,
  off: '플레이북이 허용하지 않습니다: `enabled` 값이 true가 아닙니다.',
  notAllowed: {
    everyone: '이 워크스페이스의 구성원만 할 수 있습니다. 담당자에게 요청하세요.',
    responder: '플레이북에 있는 사람, 현재 온콜 담당자, 그들이 역할을 맡긴 사람만 할 수 있습니다. 담당자에게 요청하세요.',
    oncall: '현재 온콜 담당자와 리드만 할 수 있습니다. 담당자에게 요청하세요.',
    lead: '플레이북의 리드, 플레이북에 있거나 온콜인 사람이 지정한 총괄만 할 수 있습니다. 담당자에게 요청하세요.',
  },
  frozen: (by) => says`${by} 님이 모든 조치를 동결했습니다. 해제: \`unfreeze\``,
  frozenFor: (by, reason) => says`${by} 님이 모든 조치를 동결했습니다: ${reason}. 해제: \`unfreeze\``,
  forbiddenHours: (from, to, reason) => `${from}–${to}에는 실행할 수 없습니다: ${reason}`,
  busy: (by) => says`${by} 님이 먼저 실행했습니다. 진행 중입니다.`,
  bongsuIsBusy: 'Bongsu가 먼저 실행했습니다. 진행 중입니다.',
  heldHalfWay: (run) => `${run}번 실행이 중간에 멈춰 있습니다. 먼저 되돌리거나 유지해 주세요.`,
  coolingDown: (seconds) => `방금 실행되었습니다. ${seconds}초 뒤에 다시 실행할 수 있습니다.`,
  tooMany: (atOnce, names) => `동시에 ${atOnce}개까지만 실행할 수 있습니다 (${names}). 하나가 끝날 때까지 기다려 주세요.`,
  samePerson: '요청한 사람이 아닌 다른 사람이 승인해야 합니다.',
};
