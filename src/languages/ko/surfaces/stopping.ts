import type { StoppingTexts } from '../../en/surfaces/stopping.ts';

export const stopping: StoppingTexts = {
  stopping: '⏹ 멈추는 중: 더는 시작하지 않음',
  held: '⏸ 중간에 멈춤: 되돌리거나 그대로 유지해 주세요',
  heldForUndo: '⏸ 멈춤: 동결이 풀리거나 누군가 되돌리기를 누르면 되돌립니다',
  steps: (done, of) => `${of}단계 중 ${done}단계를 실행했습니다.`,
  askedToStop: (who) => `${who} 님이 멈추라고 했습니다.`,
  stoppedBy: (who) => `${who} 님이 멈췄습니다.`,
  onlyOf: (service: string) => `${service} 서비스만:`,
  frozenBy: (who) => `${who} 님이 모든 조치를 동결했습니다.`,
  willStop: (title, ref) => `⏹ ${title} (${ref}): 멈추는 중입니다. 진행 중인 단계까지만 끝내고, 실행한 부분은 되돌립니다.`,
  going: '아직 진행 중:',
  goingRun: (title, ref, run, state) => `• ${title} (${ref}, 실행 ${run}): ${state}`,
  goingHidden: (title, state) => `• ${title} (비공개 장애): ${state}`,
  sent: '이미 보낸 단계는 취소할 수 없습니다. 끝나면 여기에 알립니다',
  between: '단계 사이에 있으며, 다음 단계는 시작하지 않습니다',
  heldRuns: '중간에 멈춰 결정을 기다리는 실행:',
  heldRun: (title, ref, run) => `• ${title} (${ref}, 실행 ${run})`,
  heldHidden: (title) => `• ${title} (비공개 장애)`,
  ended: {
    done: (title, run) => `❄ 동결할 때 마지막 단계였던 ${title} (실행 ${run}): 실행이 끝났습니다.`,
    held: (title, run) => `❄ 동결할 때 진행 중이던 ${title} (실행 ${run}): 중간에 멈췄습니다. 되돌리거나 그대로 유지해 주세요.`,
    halted: (title, run) => `❄ 동결할 때 진행 중이던 ${title} (실행 ${run}): 중간에 멈췄고, 이미 실행한 부분은 그대로입니다.`,
    failed: (title, run) => `❄ 동결할 때 진행 중이던 ${title} (실행 ${run}): 단계가 실패했습니다.`,
    undoing: (title, run) => `❄ 동결할 때 진행 중이던 ${title} (실행 ${run}): 되돌리고 있습니다.`,
    undone: (title, run) => `❄ 동결할 때 되돌리던 ${title} (실행 ${run}): 되돌렸습니다.`,
    'undo-failed': (title, run) =>
      `❄ 동결할 때 되돌리던 ${title} (실행 ${run}): 되돌리지 못했습니다. 입력할 명령은 해당 메시지에 있습니다.`,
  },
};
