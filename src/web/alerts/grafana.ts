import { type AlertFormat, incomingOf, readPromBody } from './alert-format.ts';

/** Grafana's webhook contact point (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/). */
export const grafana: AlertFormat = {
  name: 'grafana',
  read: (body) =>
    readPromBody(body, 'Grafana').alerts.map((alert) =>
      incomingOf(alert, alert.annotations.runbook_url || alert.panelURL || alert.dashboardURL || alert.generatorURL),
    ),
};
