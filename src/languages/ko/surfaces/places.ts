import type { PlaceTexts } from '../../en/surfaces/places.ts';

export const places: PlaceTexts = {
  gone: {
    archived: (channel) => `채널이 보관되었습니다: ${channel}`,
    left: (channel) => `Bongsu가 더는 채널에 없습니다: ${channel}`,
    unseen: (channel) => `채널이 삭제되었거나 Bongsu 없이 비공개로 바뀌었습니다: ${channel}`,
    closed: (channel) => `Bongsu가 더는 메시지를 올릴 수 없는 채널입니다: ${channel}`,
    beheaded: (channel) => `대응하던 스레드가 삭제되었습니다: ${channel}`,
  },
  inThread: (ref) => `장애 ${ref} 대응을 이 스레드에서 이어 갑니다.`,
  inThreadOf: (ref, channel) => `총괄을 맡으신 장애 ${ref} 대응은 다음 채널의 스레드에서 이어집니다: ${channel}`,
  inDirect: (ref) => `장애 ${ref} 대응을 이 다이렉트 메시지에서 이어 갑니다.`,
  wayBack: {
    archived: '채널 보관을 해제하고 Bongsu를 초대하면(/invite @Bongsu) 자동으로 그 채널로 돌아갑니다.',
    left: 'Bongsu를 다시 초대하면(/invite @Bongsu) 자동으로 그 채널로 돌아갑니다.',
    unseen: '채널이 남아 있다면 Bongsu를 다시 초대해 주세요(/invite @Bongsu). 자동으로 그 채널로 돌아갑니다.',
    closed: '그 채널에 다시 게시할 수 있게 되면 *다시 시도* 버튼으로 돌아갈 수 있습니다.',
    beheaded: '',
  },
  back: (ref, since) => `장애 ${ref} 대응을 다시 이 채널에서 이어 갑니다. ${since}부터 다른 곳에서 진행했습니다.`,
  left: (ref, channel) => `장애 ${ref} 대응은 다시 이 채널에서 이어집니다: ${channel}`,
  statusWaits: '공지와 정기 업데이트는 기다렸다가, 채널이 돌아오거나 플레이북에 다른 상태 채널이 지정되면 게시됩니다.',
  playbookRefused: '바뀐 플레이북을 쓸 수 없어 이전 플레이북이 계속 적용됩니다.',
  playbookMore: (more) => `… 외 ${more}건`,
  playbookWhatToDo: '`npm run check` 명령이 모든 오류를 줄 번호와 함께 보여 줍니다.',
  mailSubject: 'Bongsu: Slack을 전혀 쓸 수 없습니다',
  mailSince: (since) => `${since}부터 계속되고 있습니다.`,
  mailWaits: 'Slack이 필요한 일은 모두 기다리고 있으며, 해결되면 자동으로 진행됩니다. 호출은 설정된 다른 방법으로 나갑니다.',
  tryAgain: '다시 시도',
  tryAgainLabel: (ref) => `장애 ${ref}: 안 되던 것을 다시 시도`,
  tryingAgain: (ref, pieces) => `장애 ${ref}: ${pieces}건을 다시 시도합니다. 아직 안 되는 것은 \`status\` 명령으로 볼 수 있습니다.`,
  nothingWaits: (ref) => `장애 ${ref}: 다시 시도할 것이 없습니다.`,
};
