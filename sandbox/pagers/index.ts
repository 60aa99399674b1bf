import { type MailServer, startMailServer } from './mail-server.ts';
import { type PagerDutyStandIn, startPagerDuty } from './pagerduty.ts';
import { startTwilio, type TwilioStandIn } from './twilio.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

export const PAGER_CREDENTIALS = {
  mail: { user: 'bongsu', password: 'sandbox-mail-password' },
  from: 'bongsu@example.com',
  twilio: { accountSid: `AC${'0123456789abcdef'.repeat(2)}`, authToken: 'sandbox-twilio-token' },
  number: '+15005550006',
  routingKey: 'sandboxroutingkey0123456789abcde',
  webhookSecret: 'sandbox-webhook-secret',
} as const;

/** Stand-ins for everything that pages besides Slack. */
export interface PagerStandIns {
  mail: MailServer;
  twilio: TwilioStandIn;
  pagerduty: PagerDutyStandIn;
  /** Its `url` belongs into `team.paging.webhook`. */
  webhook: WebhookReceiver;
  /** The variables with which a real bot finds them. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function startPagerStandIns({ now }: { now?: () => Date } = {}): Promise<PagerStandIns> {
  const { mail: login, from, twilio: account, number, routingKey, webhookSecret } = PAGER_CREDENTIALS;
  const [mail, twilio, pagerduty, webhook] = await Promise.all([
    startMailServer(login),
    startTwilio({ ...account, numbers: [number] }),
    startPagerDuty({ routingKey }),
    startWebhookReceiver({ secret: webhookSecret, ...(now && { now }) }),
  ]);
  return {
    mail,
    twilio,
    pagerduty,
    webhook,
    environment: {
      SMTP_URL: mail.smtpUrl,
      MAIL_FROM: from,
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_FROM: number,
      TWILIO_API_URL: twilio.url,
      PAGERDUTY_ROUTING_KEY: routingKey,
      PAGERDUTY_API_URL: pagerduty.url,
      WEBHOOK_SECRET: webhookSecret,
    },
    async close() {
      await Promise.all([mail.close(), twilio.close(), pagerduty.close(), webhook.close()]);
    },
  };
}
