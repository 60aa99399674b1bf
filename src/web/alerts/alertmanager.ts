import { type AlertFormat, incomingOf, readPromBody } from './alert-format.ts';

/** Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
export const alertmanager: AlertFormat = {
  name: 'alertmanager',
  read: (body) =>
    readPromBody(body, 'Alertmanager').alerts.map((alert) => incomingOf(alert, alert.annotations.runbook_url ?? alert.generatorURL)),
};
