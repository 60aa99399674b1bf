import type { mitigationRuns as english } from '../en/mitigation-runs.ts';
import { says } from '../words.ts';

export const mitigationRuns: typeof english = {
  everythingIsFrozenAlreadyBy: (by) => says`${by}님이 이미 모든 조치를 동결했습니다. 해제: \`unfreeze\``,
  nothingIsFrozen: '동결된 것이 없습니다.',
  playbookHasNoMitigationIt: (name, known) => `플레이북에 ${name} 조치가 없습니다. 있는 조치: ${known || '없음'}.`,
  bongsuDoesNotKnowHowToDo: (name) =>
    `봉수는 ${name} 조치를 실행하는 방법을 모릅니다. 플레이북의 \`does\` 값으로 지정해 주세요 (docs/mitigations.md).`,
  cannotBePlannedWithCorrect: (name, path, message) =>
    `${name} 조치를 계획할 수 없습니다. 플레이북을 고쳐 주세요: \`with.${path}\` ${message}.`,
  noTarget: '플레이북에 조치 대상이 없습니다: `on` 값이 비어 있습니다 (docs/executors.md).',
  thereIsNothingCalledToChoose: (key, known) =>
    `${key}(이)라는 선택은 없습니다. ${known ? `고를 수 있는 것: ${known}` : '여기서는 고를 것이 없습니다'}.`,
  mustBeANumberSuchAs20Found: (key, value) => `${key} 값은 숫자여야 합니다. 예: ${key}=20 (적은 값: "${value}").`,
  typeToConfirm: (wanted) => `확인하려면 입력해 주세요: \`${wanted}\``,
  playbookHasNoMitigation: (name) => `플레이북에 ${name} 조치가 없습니다.`,
  playbookHasNoMitigationItHas: (name, known) => `플레이북에 ${name} 조치가 없습니다. 있는 조치: ${known.join(', ') || '없음'}.`,
  incidentIsOverWriteA: (id) => `장애 #${id} 대응은 끝났습니다. 대신 \`note\` 명령으로 기록하거나, 먼저 다시 열어 주세요: \`reopen\`.`,
  cannotBeUndone: (title) => `되돌릴 수 없는 조치입니다: ${title}.`,
  ranAgainLaterUndoThat: (title, id) => `그 뒤에 다시 실행되었습니다 (#${id}). 나중 것을 되돌려 주세요: ${title}.`,
  isUnderWayAgainRun: (title, id) => `같은 조치가 다시 진행 중입니다 (실행 ${id}): ${title}. 끝날 때까지 기다려 주세요.`,
  isNotWaitingForApproval: '승인을 기다리지 않습니다',
  cannotBeStoppedAnyMore: '더는 멈출 수 없습니다',
  cannotBeUndoneNow: '지금은 되돌릴 수 없습니다',
  isNotRunningForALimitedTime: '시간이 정해진 실행이 아닙니다',
  incidentHasNoMitigationRun: (id, runId) => `장애 #${id} 조치에는 ${runId}번 실행이 없습니다. 목록: \`mitigate\`.`,
  it: (title, otherwise, state) => `${title}: ${otherwise} (${state}).`,
};
