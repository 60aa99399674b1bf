import { promReader } from '../../domain/alerts/read-prom.ts';
import { worded } from '../../languages/worded.ts';
import type { AlertFormat } from './alert-format.ts';

/** Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
export const alertmanager: AlertFormat = {
  name: 'alertmanager',
  title: worded(({ network }) => network.alertmanager),
  reader: (_playbook, deciding) => promReader((alert, { runbook_url }) => [runbook_url, alert.generatorURL], deciding),
};
