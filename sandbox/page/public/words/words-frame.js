/** Words around the conversation: header, panes, list of channels. */
export const FRAME = {
  title: { en: 'Bongsu sandbox', ko: 'Bongsu 샌드박스' },
  sandbox: { en: 'sandbox', ko: '샌드박스' },
  skip: { en: 'To the message box', ko: '메시지 입력란으로' },
  tour: { en: 'Tour', ko: '둘러보기' },
  guidedTour: { en: 'Guided tour', ko: '둘러보기 안내' },
  reset: { en: 'Reset', ko: '초기화' },
  actingAs: { en: 'Acting as', ko: '내 역할' },
  gone: {
    en: 'The demo does not answer. If you stopped it: `npm run demo` starts it again.',
    ko: '데모가 응답하지 않습니다. 멈추셨다면 `npm run demo` 명령으로 다시 시작할 수 있습니다.',
  },
  noAnswer: { en: 'The demo does not answer.', ko: '데모가 응답하지 않습니다.' },
  sidebar: { en: 'Channels and direct messages', ko: '채널과 다이렉트 메시지' },
  behind: { en: 'Behind Slack', ko: 'Slack 뒤에서 일어나는 일' },
  parts: { en: 'Parts of the page', ko: '페이지의 부분' },
  channels: { en: 'Channels', ko: '채널' },
  messages: { en: 'Messages', ko: '메시지' },
  service: { en: 'Service', ko: '서비스' },
  clock: { en: 'Clock', ko: '시계' },
  calls: { en: 'Calls', ko: 'API 호출' },

  direct: { en: 'Direct messages', ko: '다이렉트 메시지' },
  notJoined: { en: 'Not joined', ko: '참여하지 않은 채널' },
  archived: { en: 'Archived', ko: '보관된 채널' },
  apps: { en: 'Apps', ko: '앱' },
  home: { en: 'Bongsu home', ko: 'Bongsu 홈' },
  isPrivate: { en: ' (private)', ko: ' (비공개)' },
  /** Follows a number. */
  unread: { en: ' unread', ko: '개 안 읽음' },
  announced: {
    en: ({ place, who, text }) => `New in ${place}, ${who}: ${text}`,
    ko: ({ place, who, text }) => `${place} 새 메시지, ${who}: ${text}`,
  },

  resetTitle: { en: 'Start over?', ko: '처음부터 다시 시작할까요?' },
  resetText: {
    en: 'All incidents and messages are forgotten, and the bot starts with an empty database.',
    ko: '모든 장애와 메시지가 지워지고, 봇이 빈 데이터베이스로 다시 시작합니다.',
  },
  resetYes: { en: 'Start over', ko: '다시 시작' },
  resetNo: { en: 'Keep', ko: '그대로 두기' },
};
