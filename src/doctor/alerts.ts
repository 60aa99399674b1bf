import type { Check } from './check.ts';

/** Whether alerts can come in. */
export const alertsCheck: Check = {
  name: 'Alert intake',
  async run({ config }) {
    return [
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
