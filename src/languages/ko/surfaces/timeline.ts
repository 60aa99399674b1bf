import type { timeline as english } from '../../en/surfaces/timeline.ts';

export const timeline: typeof english = {
  head: (ref, total) => `장애 ${ref} 타임라인 (${total}건)`,
  none: '타임라인에 해당하는 기록이 없습니다.',
  groups: {
    state: '장애 상태',
    alerts: '알림',
    people: '호출과 사람',
    deadlines: '기한',
    analysis: '분석',
    mitigations: '조치',
    updates: '업데이트와 공지',
    notes: '메모와 메시지',
    review: '회고',
  },
  hint: (command) =>
    `\`${command} timeline notes\` · \`timeline @이름\` · \`timeline edit <번호>\` · \`timeline remove <번호> <이유>\` · \`timeline export csv\``,
  removed: (by, reason) => `${by} 님이 삭제 표시: ${reason}`,
  edited: (by) => `${by} 님이 수정`,
  isPrivate: '비공개',
  open: '메시지',
  chosen: (ref) => `✓ 장애 ${ref} 타임라인에 메시지를 추가합니다. 프로그램이 쓴 메시지는 빠집니다.`,
  noIncidentHere: '이 채널은 장애 채널이 아니어서 메시지를 추가할 타임라인이 없습니다. 장애 채널에서 사용해 주세요.',
  impact: {
    title: '영향 기록',
    submit: '저장',
    inside: '이 양식의 내용은 외부에 공개되지 않습니다.',
    label: {
      cause: '원인',
      who: '영향을 받은 대상',
      howMany: '규모 (숫자)',
      lasted: '지속 시간 (예: 40m)',
      money: '금액 (알고 있다면)',
      fixedBy: '해결 방법',
    },
  },
  formTitle: '항목 수정',
  formSubmit: '저장',
  formLabel: (entry) => `항목 ${entry}`,
  formHint: '이전 내용은 기록에 남습니다.',
  earlier: '이전 내용:',
};
