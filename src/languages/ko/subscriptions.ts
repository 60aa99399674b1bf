import type { subscriptions as english } from '../en/subscriptions.ts';

export const subscriptions: typeof english = {
  followSummary: '업데이트를 개인 메시지로 받습니다. 장애 하나, 서비스 하나 또는 전체.',
  followHereSummary: '이 채널에서 업데이트를 받습니다.',
  unfollowSummary: '업데이트를 그만 받습니다. 지정한 것 또는 구독한 것 전부.',
  unfollowHereSummary: '이 채널에서 업데이트를 그만 받습니다.',
  subscribersSummary: '업데이트 구독자 수와 웹훅을 봅니다.',
  webhookSummary: '서명된 웹훅으로 업데이트를 보냅니다.',
  removeSummary: '구독 하나를 끝냅니다.',
  incident: '장애',
  least: '최소 심각도',
  address: '주소',
  addressExpects: '수신 서버의 https 주소를 적어 주세요',
  subscriber: '구독 번호',
  typeInTheChannel: '안내를 받을 채널에서 입력해 주세요. `follow`만 쓰면 본인이 받습니다.',
  webhookIsTold: (id) => `이미 구독하는 웹훅입니다(구독 ${id}). 끝내려면: \`subscribers remove ${id}\`.`,
  thereIsNoSubscriber: (id) => `구독 ${id}이(가) 없습니다. 웹훅 목록: \`subscribers\`.`,
  mailNeedsPublicUrl: '구독자에게 메일을 보내려면 확인과 구독 취소에 쓸 PUBLIC_URL이 필요합니다.',
  webhookIsHttps: '웹훅은 사용자와 비밀번호가 없는 https 주소여야 합니다. 내부망 호스트는 WEBHOOK_PRIVATE_HOSTS에 적습니다.',
  hostIsPrivate: '공개 인터넷의 호스트가 아닙니다. 그곳에 보내도 된다면 WEBHOOK_PRIVATE_HOSTS에 적어 주세요.',
  receiverNotReached: (why) => `웹훅 수신 서버에 연결하지 못했습니다: ${why}.`,
  receiverWantsNoMore: '수신 서버가 더 받지 않습니다 (HTTP 410).',
  receiverAnswered: (status) => `웹훅 수신 서버가 HTTP ${status} 응답을 보냈습니다.`,
  privateHosts:
    '[구독 웹훅](../telling/subscribers.md#webhooks)이 써도 되는 내부망 호스트(http 포함). 없으면 공개 인터넷의 https 주소만 씁니다',
  bounceSecret: '메일 업체가 [반송 소식](../telling/subscribers.md#mail-that-comes-back)을 `/mail/events` 주소로 보낼 때 서명하는 비밀 값',
};
