import type { DoorTexts } from '../../en/surfaces/alert-doors.ts';

export const alertDoors: DoorTexts = {
  lost: (source, sender) => `⚠️ ${source}(${sender})의 알림이 모두 도착하지 못했습니다. 유실되었을 수 있습니다:`,
  lostNext: '보관된 내용은 `npm run doctor`에서 볼 수 있습니다. 이 발신자에 대해서는 한 시간 동안 더 알리지 않습니다.',
  code: {
    'not-json': (n) => `JSON이 깨진 알림 ${n}건`,
    unfinished: (n) => `중간에 끊긴 알림 ${n}건`,
    'not-an-object': (n) => `알림이 아닌 항목 ${n}건`,
    'no-title': (n) => `제목이 없는 알림 ${n}건 (플레이북의 \`alerts.generic.title\` 항목에서 위치를 정합니다)`,
    'no-status': (n) => `상태가 없는 알림 ${n}건 (플레이북의 \`alerts.generic.status\` 항목에서 위치를 정합니다)`,
    'bad-handshake': (n) => `Amazon 주소가 아닌 곳의 구독 확인 요청 ${n}건`,
    nameless: (n) => `레이블도 주석도 없는 알림 ${n}건`,
    'no-list': (n) => `알림 목록이 없는 요청 ${n}건`,
    empty: (n) => `내용이 없는 요청 ${n}건`,
    'too-many': (n) => `요청 하나에 담을 수 있는 수를 넘은 알림 ${n}건`,
    'too-large': (n) => `허용 크기를 넘은 요청 ${n}건`,
    'media-type': (n) => `JSON이 아닌 요청 ${n}건`,
    quota: (n) => `발신자 한도를 넘은 요청 ${n}건`,
    token: (n) => `토큰이 없거나 틀린 요청 ${n}건`,
    'no-token': (n) => `토큰이 설정되지 않은 동안의 요청 ${n}건`,
    'not-stored': (n) => `데이터베이스에 연결할 수 없는 동안의 요청 ${n}건`,
  },
  unknownWord: (words, severity) =>
    `❔ 알 수 없는 심각도: ${words}. 이런 알림은 ${severity}(으)로 처리합니다. 플레이북의 \`alerts.severity.words\` 아래에 뜻을 적어 주세요.`,
  word: (word, source) => `“${word}” (${source})`,
  handshake: (topic) =>
    `🔗 Amazon SNS가 ${topic} 주제의 알림을 이곳으로 보내려 합니다. 동의하려면 확인 링크를 열어 주세요. 예상하지 못한 요청이면 그대로 두면 됩니다.`,
  confirm: '구독 확인',
};
