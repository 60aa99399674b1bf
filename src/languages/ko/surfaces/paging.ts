import type { PagingTexts } from '../../en/surfaces/paging.ts';

export const paging: PagingTexts = {
  has: (who, time) => `${time}부터 ${who} 님이 대응 중입니다. 장애가 계속되어 함께 호출합니다.`,
  hasNow: (who, time) => `${time}부터 ${who} 님이 대응 중입니다.`,
  againWith: (asLevel, attempt) => `${asLevel} ${attempt}번째 호출되었습니다.`,
  over: {
    mitigated: (time) => `✓ ${time}에 완화되었습니다. 더 하실 일이 없습니다.`,
    resolved: (time) => `✓ ${time}에 복구되었습니다. 더 하실 일이 없습니다.`,
    cancelled: (time) => `✓ ${time}에 오탐으로 취소되었습니다. 더 하실 일이 없습니다.`,
  },
  escalatedHave: (ref, toLevel, people) =>
    `⬆ ${ref} 장애를 ${toLevel} 에스컬레이션했습니다. 이미 대응 중이어서 새로 호출하지 않습니다: ${people}`,
  haveAlready: (people) => `이미 대응 중이어서 다시 호출하지 않은 사람: ${people}`,
  trouble: {
    deactivated: 'Slack에서 비활성화된 계정입니다',
    unknown: 'Slack에 없는 사용자입니다',
    bot: '봇 계정입니다',
    elsewhere: 'Bongsu가 메시지를 보낼 수 없는 계정입니다',
    'no-way': '호출에 쓸 수 있는 연락처가 없습니다',
  },
  quiet: '방해 금지 상태이고, 벨이 울리는 연락 수단이 없습니다',
  quietUntil: (time) => `${time}까지 방해 금지 상태이고, 벨이 울리는 연락 수단이 없습니다`,
  failing: (said) => `아직 연락하지 못했습니다 (${said})`,
  refusedTo: (ref, from, why, to) => `⚠ ${ref} 호출 불가 — ${from}: ${why}. 지금 ${to} 님을 호출합니다.`,
  refusedNobody: (ref, from, why) => `⚠ ${ref} 호출 불가 — ${from}: ${why}. 대신 호출할 사람이 없습니다.`,
  quietTo: (ref, from, why, to) => `${from} 님은 ${why}. ${ref}에 ${to} 님도 함께 호출합니다.`,
  quietNobody: (ref, from, why) => `⚠ ${from} 님은 ${why}. ${ref}에 더 호출할 사람이 없습니다.`,
  personTrouble: (ref, from, why) => `⚠ ${ref} 호출 실패 — ${from}: ${why}. 다른 사람을 불러 주세요: \`page @이름\``,
  unreached: (ref) => `⚠ *${ref} 장애에 아무도 호출하지 못했습니다.* 직접 연락해 주세요.`,
  unreachedNobody: (ref) => `⚠ *${ref} 장애를 맡을 온콜 담당자가 모든 단계에 없습니다.* 직접 연락해 주세요.`,
  unreachedAdvice: (command) =>
    `한 사람을 부를 수도 있습니다: \`${command} page @이름\`. 온콜 담당자와 호출 수단의 문제는 \`npm run doctor\` 로 확인할 수 있습니다.`,
  reached: (ref, who) => `✓ ${ref} 장애 담당자와 연락되었습니다: ${who}`,
  held: (ref) => `⏸ 측정값이 모두 정상으로 돌아와 ${ref} 에스컬레이션을 잠시 보류합니다.`,
  heldByAlerts: (ref) => `⏸ 알림이 모두 해소되어 ${ref} 에스컬레이션을 잠시 보류합니다.`,
  heldSilent: (titles) => `지금 확실한 값이 없는 항목: ${titles}`,
  heldNext: (level) => `대기 중: ${level}. 알림이 다시 오거나 값이 기준을 벗어나면 바로 호출합니다.`,
  heldAsk: '사용자 영향이 끝났다면 완화 처리해 주세요. 지표에 보이지 않는 문제가 있다면 에스컬레이션해 주세요.',
  escalateAsk: (level) => `지금 호출합니다: ${level}. 자고 있어도 깨우게 됩니다.`,
  pageHas: (who) => `${who} 님이 이미 대응 중이며, 장애가 계속되어 함께 호출합니다.`,
};
