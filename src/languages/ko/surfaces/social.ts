import type { SocialTexts } from '../../en/surfaces/social.ts';

export const social: SocialTexts = {
  openHead: (ref, number, when) => `장애 ${ref} SNS 공지 ${number}: ${when}까지 결정해 주세요.`,
  head: (ref, number) => `장애 ${ref} SNS 공지 ${number}:`,
  counted: (length, most) => `${length}/${most}자`,
  needsTwo: '이 문구를 승인한 사람이 아직 없습니다. 한 사람이 동의하면 다른 사람이 게시합니다.',
  needsOther: (standing) => `${standing} 님의 문구입니다. 게시 여부는 다른 사람이 결정합니다.`,
  isReply: '앞선 공지의 답글로 게시됩니다.',
  typed: (command, seen) => `직접 입력하려면: \`${command} social approve ${seen}\``,
  agree: '동의',
  post: '게시',
  postLabel: (ref) => `장애 ${ref} 공지를 이대로 게시`,
  change: '수정…',
  changeLabel: (ref) => `장애 ${ref} 공지 수정`,
  decline: '이번에는 안 함',
  declineLabel: (ref) => `이번에는 장애 ${ref} 공지를 게시하지 않음`,
  withdraw: '내리기',
  withdrawLabel: (ref) => `장애 ${ref} 공지 내리기`,
  withdrawSure: '게시된 모든 SNS에서 삭제됩니다.',
  leave: '그대로 두기',
  see: '보기',
  over: {
    approved: (by) => `✓ ${by} 님이 게시하기로 했습니다.`,
    declined: (by) => `– ${by} 님이 이번에는 게시하지 않기로 했습니다.`,
    missed: () => '✕ 제때 결정한 사람이 없습니다.',
    superseded: () => '– 새 공지로 바뀌었습니다.',
    withdrawn: (by) => `– ${by} 님이 내렸습니다.`,
  },
  place: { waiting: '전송 중', sent: '게시됨', failed: '실패', skipped: '생략', withdrawn: '내림' },
  said: {
    missed: (ref, number) =>
      `✕ 장애 ${ref} SNS 공지 ${number}의 게시 여부를 제때 결정한 사람이 없습니다. 다음 업데이트에 새 공지가 나옵니다.`,
    left: (ref, number, by) =>
      `장애 ${ref} SNS 공지 ${number}이(가) 게시되지 않았습니다. 승인한 ${by} 님이 더는 여기에 없습니다. 다른 사람이 승인해 주세요.`,
    'not-allowed': (ref, number, by) =>
      `장애 ${ref} SNS 공지 ${number}이(가) 게시되지 않았습니다. 승인한 ${by} 님에게 더는 권한이 없습니다. 다른 사람이 승인해 주세요.`,
    changed: (ref, number) =>
      `장애 ${ref} SNS 공지 ${number}이(가) 게시되지 않았습니다. 그사이 문구가 바뀌었습니다. 다시 읽고 승인해 주세요.`,
  },
  noneYet: (ref) => `장애 ${ref}의 SNS 공지가 아직 없습니다. 다음 업데이트와 함께 초안이 나옵니다.`,
  isOff: (ref) => `장애 ${ref}은(는) SNS에 공지하지 않습니다. 플레이북에 지정된 SNS가 없습니다 (\`updates.social\`).`,
  formTitle: '공지 수정',
  formSave: '수정',
  formHint: '수정한 사람은 게시할 수 없습니다. 비워 둔 SNS에는 게시하지 않습니다.',
  field: (title, length, most) => `${title} (${length}/${most}자)`,
  done: {
    'social-agreed': (ref) => `✓ 장애 ${ref} 공지에 동의했습니다. 게시 여부는 다른 사람이 결정합니다.`,
    'social-approved': (ref) => `✓ 장애 ${ref} 공지를 게시합니다.`,
    'social-declined': (ref) => `✓ 이번에는 장애 ${ref} 공지를 게시하지 않습니다.`,
    'social-changed': (ref) => `✓ 장애 ${ref} 공지를 수정했습니다. 게시 여부는 다른 사람이 결정합니다.`,
    'social-withdrawn': (ref) => `✓ 장애 ${ref} 공지를 내립니다.`,
  },
};
