/** What Slack, Zoom, mail and pagers answer. */
export const messengers = {
  isNotSetUpSet: (title: string, variables: string) => `${title} is not set up: set ${variables} to get a meeting for each incident.`,
  mailServerDidNotAnswerWithinMs: (timeoutMs: number) => `The mail server did not answer within ${timeoutMs} ms.`,
  mailServersCertificateIsNotTrustedName: (said: string) =>
    `The mail server's certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS, and the host in SMTP_URL as the certificate does. (${said})`,
  mailServerOffersNoEncryptionOnThisPort:
    'The mail server offers no encryption on this port, and the password does not go out without: use smtps://…:465 or the port for STARTTLS (587) in SMTP_URL.',
  mailServerRefusesTheUserOrThePassword: (said: string) =>
    `The mail server refuses the user or the password: check SMTP_URL. (It says: ${said})`,
  thisMailCannotBeSent: (text: string) => `This mail cannot be sent: ${text}`,
  mailServerCouldNotBeReachedOrThe: (reason: string, isNowhere: boolean) =>
    `The mail server could not be reached, or the connection was cut (${reason || 'unknown reason'})${isNowhere ? ': check host and port in SMTP_URL' : ''}.`,
  mailServerCannotTakeMailForNow: (said: string) => `The mail server cannot take mail for now: ${said}`,
  mailServerRefusesTheMailCheck: (said: string) =>
    `The mail server refuses the mail: check MAIL_FROM and the rights of its user. (It says: ${said})`,
  mailServerCannotTakeMailForForNow: (rejected: readonly string[], said: string) =>
    `The mail server cannot take mail for ${rejected.join(', ')} for now: ${said}`,
  mailServerTakesNoMailForCorrect: (rejected: readonly string[], said: string) =>
    `The mail server takes no mail for ${rejected.join(', ')}: correct email under team.people in the playbook. (It says: ${said})`,
  smtpUrl: 'mail for pages and calendar invitations; both or none',
  mailFrom: 'who it comes from',
  noMailCanBeSent: 'No mail can be sent',
  mailIsNotSetUp: (variables: string) => `Mail is not set up: set ${variables} to send pages and invitations by mail.`,
  pagerdutyRoutingKey: 'of an Events API v2 integration',
  pagerdutyApiUrl: 'where PagerDuty is',
  twilioAccountSid: 'SMS and voice; all three or none',
  twilioAuthToken: 'of the same account',
  twilioFrom: 'the number it comes from',
  twilioApiUrl: 'where Twilio is',
  twilioLanguage: 'en-US',
  saidVendor: 'The webhook receiver',
  slacksLimitOnCallsIsUsedUpForTheNextS: (key: string | undefined, retryAfterMs: number) =>
    `Slack's limit on ${key ?? 'calls'} is used up for the next ${retryAfterMs} s.`,
  thisCommandOrClickCanNoLongerBe: 'This command or click can no longer be answered: Slack allows five answers within thirty minutes.',
  slackRefusesTheAnswer: (code: string) => `Slack refuses the answer (${code}).`,
  slackAnsweredWithout: (method: string, issues: readonly string[]) => `Slack answered ${method} without ${issues.join(', ')}.`,
  slackAsksToWaitSBeforeTheNext: (retryAfter: number, method: string) => `Slack asks to wait ${retryAfter} s before the next ${method}.`,
  vendor: (method: string) => `Slack (${method})`,
  whatAnswersAtSlackApiUrlRefusesWith: (method: string, statusCode: number) =>
    `What answers at SLACK_API_URL refuses ${method} with HTTP ${statusCode}: check the address.`,
  slackRefuses: (method: string) => `Slack refuses ${method}.`,
  slackAnsweredWithSomethingThatIsNot: (method: string) => `Slack answered ${method} with something that is not JSON.`,
  slackFailedAt: (method: string, code: string) => `Slack failed at ${method} (${code}).`,
  slackDoesNotShowThePictureOfAYet: (method: string) => `Slack does not show the picture of a ${method} yet.`,
  slackRefuses2: (method: string, why: string) => `Slack refuses ${method}${why}`,
  slackRefusesAPictureWithHttp: (status: number) => `Slack refuses a picture with HTTP ${status}.`,
  everyZoomHostHasUsedUpItsMeetingsFor: 'Every Zoom host has used up its meetings for today: add a host to team.bridge.hosts.',
  zoomAsksToWait: (said: string) => `Zoom asks to wait: ${said}`,
  zoomHostHasUsedUpItsMeetingsForToday: (host: string, said: string) =>
    `Zoom host ${host} has used up its meetings for today: add a host to team.bridge.hosts. (${said})`,
  zoomKnowsNoActiveUser: (host: string, zoomSaid: string) =>
    `Zoom knows no active user ${host}: correct team.bridge.hosts in the playbook. ${zoomSaid}`,
  zoomUserMayNotHostMeetings: (host: string, zoomSaid: string) =>
    `Zoom user ${host} may not host meetings: give them a licence, or take them out of team.bridge.hosts. ${zoomSaid}`,
  zoomAppLacksAScopeAdd: (scopes: readonly string[], zoomSaid: string) =>
    `The Zoom app lacks a scope: add ${scopes.join(', ')} to the Server-to-Server OAuth app. ${zoomSaid}`,
  zoomRefusesTheTokenEvenAfterAFreshOne: (zoomSaid: string) =>
    `Zoom refuses the token even after a fresh one: check that the Server-to-Server OAuth app is activated. ${zoomSaid}`,
  zoomRefusesTheClientCheck: (zoomSaid: string) => `Zoom refuses the client: check ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET. ${zoomSaid}`,
  zoomRefusesTheAccountCheck: (zoomSaid: string) =>
    `Zoom refuses the account: check ZOOM_ACCOUNT_ID, and that the app's type is Server-to-Server OAuth. ${zoomSaid}`,
  zoomRefusedWithCode: (code: string, said: string) => `Zoom refused with code ${code}: ${said}`,
  zoomRefusesHostWithCode: (host: string, code: string, said: string) => `Zoom refuses host ${host} with code ${code}: ${said}`,
  zoomAnsweredTheRequestForATokenWith: 'Zoom answered the request for a token with something else.',
  zoomAnsweredWithout: (issues: readonly string[]) => `Zoom answered without ${issues.join(', ')}.`,
  noZoomHostIsNamed: 'No Zoom host is named: add the e-mail address of a Zoom user to team.bridge.hosts in the playbook.',
};
