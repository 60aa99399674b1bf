/** Words of the guide and the tour. `{acknowledge}` and the like stand for words of the bot's buttons, which may be in another language. */
export const TOUR = {
  guide: { en: 'What to try', ko: '해 볼 만한 것' },
  guideTitle: { en: 'A whole incident in five minutes', ko: '5분이면 장애 하나를 처음부터 끝까지' },
  guideText: {
    en: (service = 'the coupon service') =>
      `Break ${service}, and watch Bongsu open the channel and the bridge, brief from live numbers, page, say why, offer what helps, prove that it did, tell everybody, and invite them to the retrospective.`,
    ko: (service = '쿠폰 서비스') =>
      `${service}에 고장을 일으키고 봉수가 하는 일을 지켜보세요. 채널과 화상 회의를 열고, 실시간 수치로 브리핑하고, 온콜을 호출하고, 원인을 짚고, 도움이 될 조치를 제안하고, 효과가 있었는지 확인하고, 모두에게 알리고, 회고에 초대합니다.`,
  },
  take: { en: 'Take the tour', ko: '둘러보기 시작' },
  alone: { en: 'Or on your own', ko: '혼자서 해 보기' },
  breakSomething: { en: 'Break something', ko: '아무거나 고장 내고' },
  breakAndWait: { en: ' and wait a few seconds.', ko: ' 몇 초 기다려 보세요.' },
  declare: { en: 'Declare one yourself: ', ko: '직접 장애를 선언해 보세요: ' },
  example: { en: 'Coupons arrive late', ko: '쿠폰이 늦게 발급됩니다' },
  putLabel: { en: (text) => `Put ${text} into the message box`, ko: (text) => `메시지 입력란에 넣기: ${text}` },
  updates: {
    en: (seconds) => `Look into #status: an update comes every ${seconds} seconds (half an hour of incident time), or hurry the clock.`,
    ko: (seconds) => `#status 채널을 보세요. ${seconds}초마다(플레이북의 30분) 업데이트가 올라옵니다. 시계를 앞당겨도 됩니다.`,
  },
  become: {
    en: 'Change who you are at the top: the on-call engineer has a page in the direct messages.',
    ko: '위에서 다른 사람이 되어 보세요. 온콜 엔지니어의 다이렉트 메시지에는 호출이 와 있습니다.',
  },
  lose: {
    en: 'Make Slack lose replies, and look for anything done twice.',
    ko: 'Slack이 응답을 잃게 하고, 두 번 처리된 일이 있는지 찾아보세요.',
  },
  pretended: {
    en: (service = 'the coupon service') =>
      `The bot is the real one. Only Slack, Zoom and ${service} are stand-ins, so nothing here reaches anybody.`,
    ko: (service = '쿠폰 서비스') =>
      `봇은 진짜입니다. Slack, Zoom, 그리고 ${service}만 흉내 낸 것이라 여기서 하는 일은 아무에게도 전해지지 않습니다.`,
  },

  count: { en: ({ step, of }) => `${step} of ${of}`, ko: ({ step, of }) => `${of}단계 중 ${step}` },
  show: { en: 'Show me', ko: '보여 주기' },
  next: { en: 'Next', ko: '다음' },
  end: { en: 'End the tour', ko: '그만 보기' },
  lastTitle: { en: 'That was a whole incident.', ko: '장애 하나를 끝까지 보았습니다.' },
  lastText: {
    en: 'Now make Slack lose replies (Calls), stop Zoom, hurry the clock to see escalations, or start over with Reset.',
    ko: '이제 Slack이 응답을 잃게 하거나(API 호출), Zoom을 멈추거나, 시계를 앞당겨 에스컬레이션을 보거나, 초기화하고 처음부터 다시 해 보세요.',
  },
  done: { en: 'Done', ko: '마치기' },

  breakIt: {
    en: {
      title: 'Break the service',
      text: 'Press Break at {scenario}: most Kafka consumers hang, and coupons are issued late. Nobody tells the bot.',
    },
    ko: {
      title: '서비스 고장 내기',
      text: '{scenario} 옆의 고장 내기 버튼을 누르세요. Kafka consumer가 대부분 멈추고 쿠폰이 늦게 발급됩니다. 봇에게는 아무도 알려 주지 않습니다.',
    },
  },
  opens: {
    en: {
      title: 'The incident opens by itself',
      text: 'Bongsu watches the signals. Within seconds one crosses its threshold: channel, video bridge, briefing and first page follow. Open the new channel.',
      growing: 'The lag is growing…',
    },
    ko: {
      title: '장애가 자동으로 선언됩니다',
      text: '봉수는 지표를 지켜봅니다. 몇 초 뒤 한 지표가 기준을 넘으면 채널, 화상 회의, 브리핑, 첫 호출이 이어집니다. 새로 생긴 채널을 여세요.',
      growing: 'lag이 쌓이고 있습니다…',
    },
  },
  briefing: {
    en: {
      title: 'The briefing',
      text: 'The pinned message is edited in place: each abnormal signal with its threshold and since when, the others in one line, who leads, what is due next. Read it, then go on.',
    },
    ko: {
      title: '브리핑',
      text: '고정된 메시지를 제자리에서 고칩니다. 비정상인 지표는 기준과 언제부터인지, 나머지 지표는 한 줄로, 누가 총괄하는지, 다음 기한이 무엇인지 보여 줍니다. 읽은 뒤 다음으로 넘어가세요.',
    },
  },
  page: {
    en: {
      title: 'Acknowledge the page',
      text: 'The first on-call engineer got a direct message that is repeated, and passed on, until somebody acknowledges. You are that engineer now: press {acknowledge}.',
    },
    ko: {
      title: '호출 확인하기',
      text: '1차 온콜 엔지니어가 다이렉트 메시지를 받았습니다. 누군가 확인할 때까지 되풀이되고, 다음 사람에게 넘어갑니다. 지금은 여러분이 그 엔지니어입니다. “{acknowledge}” 버튼을 누르세요.',
    },
  },
  cause: {
    en: {
      title: 'The likely cause',
      text: 'A message names the cause with its evidence, and what would rule it out. When you agree, press {thisIsIt}: what helps against other causes is put aside.',
      gathering: 'Evidence is still being gathered…',
    },
    ko: {
      title: '유력한 원인',
      text: '봇이 원인과 근거, 그리고 무엇이 반증인지 메시지로 알려 줍니다. 맞다고 생각하면 “{thisIsIt}” 버튼을 누르세요. 다른 원인에 쓰는 조치는 뒤로 밀려납니다.',
      gathering: '아직 근거를 모으고 있습니다…',
    },
  },
  mitigate: {
    en: {
      title: 'Mitigate, and see it proven',
      text: 'In the briefing press the restart of the consumers, look at the plan, and run it. The Consumers dial turns on the right, the lag falls, and after a while the bot says whether it got better.',
      hurry: 'To the proof',
      falling: 'The lag is falling, the proof comes…',
      proven: 'It is there: read the marked message, then go on.',
      updating: 'The briefing is being brought up to date…',
    },
    ko: {
      title: '조치하고 효과 확인하기',
      text: '브리핑에서 consumer 재시작을 누르고, 계획을 살펴본 뒤 실행하세요. 오른쪽 Consumer의 값이 바뀌고 lag이 줄어듭니다. 잠시 뒤 봇이 나아졌는지 알려 줍니다.',
      hurry: '효과 판단으로',
      falling: 'lag이 줄고 있습니다. 곧 효과를 판단합니다…',
      proven: '판단이 나왔습니다. 표시된 메시지를 읽은 뒤 다음으로 넘어가세요.',
      updating: '브리핑을 갱신하고 있습니다…',
    },
  },
  told: {
    en: {
      title: 'Everybody is told',
      text: 'Look into #status: it was announced there, and an update follows every half hour of incident time. Hurry the clock to see the next one.',
      hurry: 'To the next update',
    },
    ko: {
      title: '모두에게 알리기',
      text: '#status 채널을 보세요. 장애가 공지되었고, 플레이북의 30분마다 업데이트가 이어집니다. 시계를 앞당겨 다음 업데이트를 보세요.',
      hurry: '다음 업데이트로',
    },
  },
  resolve: {
    en: {
      title: 'Resolve, and look back',
      text: 'Send /incident resolve in the incident channel. Everybody is invited to the retrospective at once, deadlines kept and missed are counted, and follow-ups get owners.',
    },
    ko: {
      title: '복구하고 돌아보기',
      text: '장애 채널에서 /incident resolve 명령을 보내세요. 바로 회고에 초대하고, 이행한 기한과 이행하지 못한 기한을 세고, 후속 작업의 담당자를 정합니다.',
    },
  },
};
