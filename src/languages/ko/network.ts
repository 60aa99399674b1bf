import type { network as english } from '../en/network.ts';

export const network: typeof english = {
  thisMachineCannotDrawPictures: '이 서버에서는 그림을 그릴 수 없습니다.',
  answersWithMoreThanWhichIsNotRead: (vendor, maxBytes) => `${vendor} 응답이 ${maxBytes}보다 커서 읽지 않습니다.`,
  itsCertificateIsNotTrusted: (code) =>
    `인증서를 신뢰할 수 없습니다 (${code}). 봉수를 시작하기 전에 NODE_EXTRA_CA_CERTS에 CA 파일을 지정하고, 인증서에 적힌 이름으로 접속해 주세요`,
  isNotAsked: (vendor, hint) => `${vendor}: ${hint}.`,
  couldNotBeReachedOrTheConnectionWasCut: (vendor, why) =>
    `${vendor}에 연결할 수 없거나 연결이 끊겼습니다 (${why || '이유를 알 수 없음'}).`,
  didNotAnswerWithinMs: (vendor, timeoutMs) => `${vendor} 응답이 ${timeoutMs}ms 안에 오지 않았습니다.`,
  isNotAskedAnyMore: (vendor) => `봉수가 종료되고 있어 ${vendor} 쪽에 더 묻지 않습니다.`,
  cannotBeLoadedRunNpm: (without, name, why) =>
    `${without} ${name}를 불러오지 못했습니다 (${why}). 바로 이 플랫폼에서 npm ci를 실행하고 봉수를 다시 시작해 주세요.`,
  asksToWaitHttp429: (vendor) => `${vendor} 쪽에서 기다리라고 합니다 (HTTP 429).`,
  failedWithHttp: (vendor, status) => `${vendor} 오류 (HTTP ${status}).`,
  webhookSecret:
    '나가는 웹훅과 팀 자체 주소로 보내는 요청의 서명 비밀 값 ([executors](../executors.md)), 16자 이상. 주소는 플레이북에 있습니다',
  alertmanager: 'Alertmanager',
  webhook: '웹훅',
  grafana: 'Grafana',
};
