import type { ExternalPageTexts } from '../../en/surfaces/external-pages.ts';

export const externalPages: ExternalPageTexts = {
  driftHead: (page, ref) => `${page}의 장애 ${ref} 안내가 우리가 올린 내용과 다릅니다. 누군가 직접 바꾸었습니다.`,
  gone: '그쪽에서 장애 전체가 삭제되었습니다.',
  stage: (ours, theirs) => `상태: 그쪽은 ${theirs}, 우리는 ${ours}.`,
  component: (id, ours, theirs) => `구성 요소 ${id}: 그쪽은 ${theirs}, 우리는 ${ours}.`,
  textHead: (sequence) => `업데이트 ${sequence}의 문구:`,
  ours: '우리 문구:',
  theirs: '그쪽 문구:',
  deleted: '삭제됨',
  other: '다른 상태',
  stageName: { investigating: '확인 중', identified: '조치 중', monitoring: '복구 확인 중', resolved: '복구 완료' },
  componentState: { operational: '정상', degraded: '성능 저하', 'partial-outage': '부분 장애', 'major-outage': '전체 장애' },
  putBack: '우리 문구로 되돌리기',
  putBackLabel: (page, ref) => `${page}의 장애 ${ref} 안내를 우리 문구로 되돌리기`,
  take: '그쪽 문구 받아들이기',
  takeLabel: (page, ref) => `${page}의 장애 ${ref} 안내를 우리 문구로 받아들이기`,
  takeHint: '그쪽 문구가 그 페이지의 언어로 모든 곳에 정정되어 나갑니다.',
  leaveHint: '받아들이면 이 장애는 그 페이지에 더 안내하지 않습니다.',
  over: { ours: (by) => `✓ ${by} 님이 우리 문구로 되돌립니다.`, theirs: (by) => `✓ ${by} 님이 그쪽 문구를 받아들였습니다.` },
  overThere: '– 그사이 그쪽에서 다시 바뀌었습니다.',
  settledDone: {
    ours: (ref, page) => `✓ ${page}의 장애 ${ref} 안내를 우리 문구로 되돌립니다.`,
    theirs: (ref, page) => `✓ ${page}의 장애 ${ref} 안내를 우리 문구로 받아들였습니다.`,
  },
  refused: (page, ref) => `${page}에 장애 ${ref} 안내를 올리지 못했습니다. 다른 곳에는 그대로 안내합니다.`,
};
