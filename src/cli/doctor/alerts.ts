import { activeMaintenance } from '../../domain/alerts/judge-alert.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { isWatched } from '../../domain/watch/is-watched.ts';
import { kafkaAccount } from '../../integrations/kafka/account.ts';
import { reachTopic } from '../../integrations/kafka/alert-topic.ts';
import { alertRecords } from './alert-records.ts';
import type { Check, CheckContext, Finding } from './check.ts';

/** What opens incidents besides people: alerts by HTTP and Kafka, watched thresholds, and what mutes them now. */
export const alertsCheck: Check = {
  name: 'Alert intake',
  address: 'KAFKA_BROKERS',
  async run(context) {
    const { config, playbook } = context;
    const findings = [doorFinding(config.alertToken !== undefined), watchFinding(playbook), ...maintenanceFindings(playbook)];
    const topic = await topicFinding(context);
    return [...findings, ...(topic ? [topic] : []), ...(await alertRecords(context))];
  },
};

function doorFinding(hasToken: boolean): Finding {
  const subject = 'Alert intake';
  return hasToken
    ? { level: 'ok', subject, text: 'ALERT_TOKEN is set; senders use POST /alerts/alertmanager, /alerts/grafana or /alerts/generic' }
    : {
        level: 'warn',
        subject,
        text: 'ALERT_TOKEN is not set: alerts by HTTP are refused. Set it and show it to Alertmanager (docs/alerts.md).',
      };
}

function watchFinding(playbook: Playbook): Finding {
  const subject = 'Watcher';
  const ids = Object.entries(playbook.signals).flatMap(([key, { thresholds }]) =>
    isWatched(playbook, key) ? thresholds.map(({ id }) => id) : [],
  );
  if (ids.length > 0)
    return { level: 'ok', subject, text: `watches ${[...new Set(ids)].sort().join(', ')} every ${playbook.watch.every / 1_000} s` };
  const text = playbook.watch.enabled
    ? 'no signal has thresholds: only people and alerts from outside open incidents.'
    : 'watch.enabled is false in the playbook: crossed thresholds open no incident.';
  return { level: 'warn', subject, text };
}

function maintenanceFindings(playbook: Playbook): Finding[] {
  return activeMaintenance(playbook, systemClock.now()).map(({ reason, to }) => ({
    level: 'warn',
    subject: 'Maintenance',
    text: `"${reason}" mutes matching alerts now, until ${to.toISOString()}.`,
  }));
}

async function topicFinding({ config, playbook, timeoutMs }: CheckContext): Promise<Finding | undefined> {
  const { kafka } = playbook.alerts;
  if (!kafka) return undefined;
  const subject = `Kafka topic ${kafka.topic}`;
  const settings = config.accounts.of(kafkaAccount);
  if (!settings) return { level: 'fail', subject, text: 'KAFKA_BROKERS is not set: nobody reads the alerts of this topic.' };
  const partitions = await reachTopic(settings, kafka.topic, timeoutMs);
  return { level: 'ok', subject, text: `${partitions} partition(s), read as group ${kafka.group}` };
}
