/** About the way to anything outside, whatever it is. */
export const network = {
  thisMachineCannotDrawPictures: 'This machine cannot draw pictures',
  answersWithMoreThanWhichIsNotRead: (vendor: string, maxBytes: string) =>
    `${vendor} answers with more than ${maxBytes}, which is not read.`,
  itsCertificateIsNotTrusted: (code: string) =>
    `its certificate is not trusted (${code}): name its CA's file in NODE_EXTRA_CA_CERTS before Bongsu starts, and use the name that the certificate bears`,
  isNotAsked: (vendor: string, hint: string) => `${vendor} is not asked: ${hint}.`,
  couldNotBeReachedOrTheConnectionWasCut: (vendor: string, why: string) =>
    `${vendor} could not be reached, or the connection was cut (${why || 'unknown reason'}).`,
  didNotAnswerWithinMs: (vendor: string, timeoutMs: number) => `${vendor} did not answer within ${timeoutMs} ms.`,
  isNotAskedAnyMore: (vendor: string) => `${vendor} is not asked any more: Bongsu stops.`,
  cannotBeLoadedRunNpm: (without: string, name: string, why: string) =>
    `${without}: ${name} cannot be loaded (${why}). Run npm ci on this very platform and start Bongsu again.`,
  asksToWaitHttp429: (vendor: string) => `${vendor} asks to wait (HTTP 429).`,
  failedWithHttp: (vendor: string, status: number) => `${vendor} failed with HTTP ${status}.`,
  webhookSecret:
    "signs outgoing webhooks and requests to the team's own addresses ([executors](../executors.md)), at least 16 characters; the addresses are in the playbook",
  alertmanager: 'Alertmanager',
  webhook: 'webhook',
  grafana: 'Grafana',
};
