import type { Check } from './check.ts';

/** Whether anything but Slack can wake somebody, and whether alerts can come in. */
export const pagersCheck: Check = {
  name: 'Pagers',
  async run({ config }) {
    const set = [config.twilio && 'Twilio', config.pagerduty && 'PagerDuty', config.mail && 'e-mail'].filter((name) => name !== undefined);
    const wakes = config.twilio !== undefined || config.pagerduty !== undefined;
    return [
      wakes
        ? { level: 'ok', subject: 'Pagers', text: `Slack and ${set.join(', ')}` }
        : {
            level: 'warn',
            subject: 'Pagers',
            text: 'only Slack pages: a direct message at night wakes nobody (Do Not Disturb). Set TWILIO_… or PAGERDUTY_ROUTING_KEY.',
          },
      config.alertToken
        ? { level: 'ok', subject: 'Alert intake', text: 'ALERT_TOKEN is set' }
        : {
            level: 'warn',
            subject: 'Alert intake',
            text: 'ALERT_TOKEN is not set: alerts are refused, incidents are opened by people only.',
          },
    ];
  },
};
