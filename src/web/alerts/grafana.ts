import { promReader } from '../../domain/alerts/read-prom.ts';
import { worded } from '../../languages/worded.ts';
import type { AlertFormat } from './alert-format.ts';

/** Grafana's webhook contact point (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/). */
export const grafana: AlertFormat = {
  name: 'grafana',
  title: worded(({ network }) => network.grafana),
  reader: (_playbook, deciding) =>
    promReader((alert, { runbook_url }) => [runbook_url, alert.panelURL, alert.dashboardURL, alert.generatorURL], deciding),
};
