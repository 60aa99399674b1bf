import type { paging as english } from '../en/paging.ts';
import { says } from '../words.ts';

export const paging: typeof english = {
  over: {
    mitigated: '완화되었습니다',
    resolved: '복구되었습니다',
    cancelled: '오탐으로 취소되었습니다',
  },
  thisPageIsOverAnd: (id, over) => `이 호출은 끝났습니다. #${id} 장애는 ${over}. 더 할 일이 없어 아무것도 바꾸지 않았습니다.`,
  thatPageIsNotKnownHereAnyMore: '이 호출은 더는 남아 있지 않습니다. 진행 중인 장애: `list`.',
  incidentIsEscalationHasStopped: (id, state) => `장애 #${id} 상태: ${state}. 에스컬레이션이 멈췄습니다. 사람을 부르려면: \`page @이름\`.`,
  everybodyHasBeenPagedAlready: '이미 모두를 호출했습니다. 한 사람을 다시 부르려면: `page @이름`.',
  incidentWasEscalatedAMomentAgo: (id) => `장애 #${id} 에스컬레이션이 방금 진행되었습니다. 호출된 사람: \`status\`.`,
  cannot: {
    oncall: '온콜로 지정할 수 없습니다',
    command: '지휘를 맡길 수 없습니다',
    role: '역할을 맡길 수 없습니다',
    page: '호출할 수 없습니다',
  },
  why: {
    deactivated: 'Slack에서 비활성화된 계정입니다',
    unknown: 'Slack에 없는 사용자입니다',
    bot: '봇 계정입니다',
    guest: '게스트는 여기서 아무 조작도 할 수 없습니다',
    elsewhere: '다른 워크스페이스의 계정입니다',
  },
  nameSomebodyElse: (user, cannot, why) => says`${user}: ${why}. ${cannot}. 다른 사람을 지정해 주세요.`,
  incidentIsThereIsNothing: (id, state) => `장애 #${id} 상태: ${state}. 호출할 일이 없습니다. 먼저 다시 열어 주세요: \`reopen\`.`,
  nobodyIsOnCallForOrAfterIt: (level) => `${level} 단계와 그다음 단계에 온콜 담당자가 없습니다. 사람을 지정해 주세요: \`page @이름\`.`,
  thisPageWasPassedOnBefore: '앞서 다른 사람에게 넘어간 호출입니다.',
  hasThisPageAlready: (by) => says`${by} 님이 이미 이 호출을 맡았습니다.`,
};
