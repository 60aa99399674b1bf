import type { messengers as english } from '../en/messengers.ts';

export const messengers: typeof english = {
  isNotSetUpSet: (title, variables) => `${title} 설정이 없습니다. 장애마다 회의를 여는 데 설정할 값: ${variables}`,
  mailServerDidNotAnswerWithinMs: (timeoutMs) => `메일 서버 응답이 ${timeoutMs}ms 안에 오지 않았습니다.`,
  mailServersCertificateIsNotTrustedName: (said) =>
    `메일 서버의 인증서를 신뢰할 수 없습니다. NODE_EXTRA_CA_CERTS에 인증 기관을, SMTP_URL에 인증서에 적힌 호스트를 지정해 주세요. (${said})`,
  mailServerOffersNoEncryptionOnThisPort:
    '메일 서버가 이 포트에서 암호화를 지원하지 않아 비밀번호를 보내지 않습니다. SMTP_URL에 smtps://…:465 또는 STARTTLS 포트(587)를 써 주세요.',
  mailServerRefusesTheUserOrThePassword: (said) => `메일 서버가 사용자나 비밀번호를 거부합니다. SMTP_URL을 확인해 주세요. (응답: ${said})`,
  thisMailCannotBeSent: (text) => `보낼 수 없는 메일입니다: ${text}`,
  mailServerCouldNotBeReachedOrThe: (reason, isNowhere) =>
    `메일 서버에 연결할 수 없거나 연결이 끊겼습니다 (${reason || '이유를 알 수 없음'})${isNowhere ? '. SMTP_URL의 호스트와 포트를 확인해 주세요' : ''}.`,
  mailServerCannotTakeMailForNow: (said) => `메일 서버가 지금은 메일을 받지 못합니다: ${said}`,
  mailServerRefusesTheMailCheck: (said) => `메일 서버가 메일을 거부합니다. MAIL_FROM과 그 사용자의 권한을 확인해 주세요. (응답: ${said})`,
  mailServerCannotTakeMailForForNow: (rejected, said) => `메일 서버가 지금은 받지 못합니다: ${rejected.join(', ')} (${said})`,
  mailServerTakesNoMailForCorrect: (rejected, said) =>
    `메일 서버가 받지 않는 주소입니다: ${rejected.join(', ')}. 플레이북의 team.people에서 email을 고쳐 주세요. (응답: ${said})`,
  smtpUrl: '호출과 캘린더 초대를 보낼 메일 서버. 보내는 주소와 함께 설정합니다',
  mailFrom: '보내는 주소',
  noMailCanBeSent: '메일을 보낼 수 없습니다.',
  mailIsNotSetUp: (variables) => `메일 설정이 없습니다. 호출과 초대를 메일로 보내는 데 설정할 값: ${variables}`,
  pagerdutyRoutingKey: 'Events API v2 통합의 키',
  pagerdutyApiUrl: 'PagerDuty 주소',
  twilioAccountSid: '문자와 음성 호출. 세 값을 모두 설정하거나 모두 비워 둡니다',
  twilioAuthToken: '같은 계정의 토큰',
  twilioFrom: '발신 번호',
  twilioApiUrl: 'Twilio 주소',
  twilioLanguage: 'ko-KR',
  saidVendor: '웹훅 수신 서버',
  slacksLimitOnCallsIsUsedUpForTheNextS: (key, retryAfterMs) =>
    `Slack 한도(${key ?? 'calls'})를 다 써서 ${retryAfterMs}초 동안 기다립니다.`,
  thisCommandOrClickCanNoLongerBe: '이 명령이나 클릭에는 더 답할 수 없습니다. Slack은 30분 안에 다섯 번까지 답할 수 있습니다.',
  slackRefusesTheAnswer: (code) => `Slack이 답을 거부합니다 (${code}).`,
  slackAnsweredWithout: (method, issues) => `Slack의 ${method} 응답에 빠진 것이 있습니다: ${issues.join(', ')}.`,
  slackAsksToWaitSBeforeTheNext: (retryAfter, method) => `Slack이 다음 ${method}까지 ${retryAfter}초 기다리라고 합니다.`,
  vendor: (method) => `Slack(${method})`,
  whatAnswersAtSlackApiUrlRefusesWith: (method, statusCode) =>
    `SLACK_API_URL이 ${method} 요청을 거부했습니다 (HTTP ${statusCode}). 주소를 확인해 주세요.`,
  slackRefuses: (method) => `Slack이 거부했습니다 (${method}).`,
  slackAnsweredWithSomethingThatIsNot: (method) => `Slack의 ${method} 응답이 JSON이 아닙니다.`,
  slackFailedAt: (method, code) => `Slack 오류: ${method} (${code}).`,
  slackDoesNotShowThePictureOfAYet: (method) => `Slack이 아직 그림을 보여 주지 않습니다 (${method}).`,
  slackRefuses2: (method, why) => `Slack이 거부했습니다 (${method})${why}`,
  slackRefusesAPictureWithHttp: (status) => `Slack이 그림을 거부합니다 (HTTP ${status}).`,
  everyZoomHostHasUsedUpItsMeetingsFor:
    '모든 Zoom 호스트가 오늘 만들 수 있는 회의를 다 썼습니다. team.bridge.hosts에 호스트를 추가해 주세요.',
  zoomAsksToWait: (said) => `Zoom이 기다리라고 합니다: ${said}`,
  zoomHostHasUsedUpItsMeetingsForToday: (host, said) =>
    `Zoom 호스트 ${host} 계정은 오늘 만들 수 있는 회의를 모두 썼습니다. team.bridge.hosts에 호스트를 추가해 주세요. (${said})`,
  zoomKnowsNoActiveUser: (host, zoomSaid) =>
    `Zoom에 활성 사용자가 없습니다: ${host}. 플레이북의 team.bridge.hosts를 고쳐 주세요. ${zoomSaid}`,
  zoomUserMayNotHostMeetings: (host, zoomSaid) =>
    `회의를 열 수 없는 Zoom 사용자입니다: ${host}. 라이선스를 부여하거나 team.bridge.hosts에서 빼 주세요. ${zoomSaid}`,
  zoomAppLacksAScopeAdd: (scopes, zoomSaid) =>
    `Zoom 앱에 권한이 부족합니다. Server-to-Server OAuth 앱에 추가할 scope: ${scopes.join(', ')}. ${zoomSaid}`,
  zoomRefusesTheTokenEvenAfterAFreshOne: (zoomSaid) =>
    `새로 받은 토큰도 Zoom이 거부합니다. Server-to-Server OAuth 앱이 활성화되어 있는지 확인해 주세요. ${zoomSaid}`,
  zoomRefusesTheClientCheck: (zoomSaid) =>
    `Zoom이 클라이언트를 거부합니다. ZOOM_CLIENT_ID와 ZOOM_CLIENT_SECRET을 확인해 주세요. ${zoomSaid}`,
  zoomRefusesTheAccountCheck: (zoomSaid) =>
    `Zoom이 계정을 거부합니다. ZOOM_ACCOUNT_ID와, 앱 유형이 Server-to-Server OAuth인지 확인해 주세요. ${zoomSaid}`,
  zoomRefusedWithCode: (code, said) => `Zoom이 거부했습니다 (코드 ${code}): ${said}`,
  zoomRefusesHostWithCode: (host, code, said) => `Zoom이 호스트 ${host} 계정을 거부했습니다 (코드 ${code}): ${said}`,
  zoomAnsweredTheRequestForATokenWith: 'Zoom이 토큰 요청에 다른 것으로 답했습니다.',
  zoomAnsweredWithout: (issues) => `Zoom 응답에 빠진 것이 있습니다: ${issues.join(', ')}.`,
  noZoomHostIsNamed: '지정된 Zoom 호스트가 없습니다. 플레이북의 team.bridge.hosts에 Zoom 사용자의 이메일을 넣어 주세요.',
};
