/** Words about alerts and the watcher. Parameters arrive escaped and shortened. */
export const alerts = {
  opened: (count: number) => (count === 1 ? 'This incident was opened by an alert:' : `This incident was opened by ${count} alerts:`),
  joined: (count: number) => (count === 1 ? 'One more alert:' : `${count} more alerts:`),
  worse: (count: number) => (count === 1 ? 'An alert got worse:' : `${count} alerts got worse:`),
  ended: (count: number) => (count === 1 ? 'An alert is over:' : `${count} alerts are over:`),
  line: (title: string, source: string, time: string, times: number) =>
    `• *${title}* · ${source}, since ${time}${times > 1 ? `, received ${times} times` : ''}`,
  plain: (title: string, source: string) => `${title} (${source})`,
  unrouted: (service: string) =>
    `No label names a service and no route fits, so this came to ${service}, the default. Set the label \`service\`, or add a route.`,
  leftOut: (count: number) =>
    `${count === 1 ? 'One more alert was' : `${count} more alerts were`} left out by the sender itself (Alertmanager: \`max_alerts\`).`,
  labelsDropped: (count: number) => `${count === 1 ? 'one of its labels was' : `${count} of its labels were`} dropped: too many`,
  more: (count: number) => `and ${count} more; the timeline has them`,
  open: 'Open it',
  stillFiring: (count: number) => (count === 1 ? 'One alert is still firing.' : `${count} alerts are still firing.`),
  onlyNotes: (count: number) =>
    `${count === 1 ? 'Only an informational alert is still firing.' : `Only ${count} informational alerts are still firing.`} If users are served again, resolve the incident: that does not happen automatically.`,
  allOver: 'No alert is firing any more. If users are served again, resolve the incident: that does not happen automatically.',
  /** What is no sender of its own. */
  source: { kafka: 'Kafka', watch: 'watcher' } as Record<string, string>,
  byAlert: (source: string) => `an alert from ${source}`,
  byWatch: (id: string) => `watcher ${id}`,
  bongsu: 'Bongsu',
  declaredBy: (who: string) => `opened by ${who}`,
  muted: (until: string, reason: string) =>
    `🔕 Maintenance until ${until} (${reason}): alerts open no incident. Whatever is still firing afterwards does.`,
  mutedFirst: 'Muted so far:',
  waiting: (groups: number, atMost: number, per: string, next: string) =>
    `⏳ ${groups === 1 ? 'A group of alerts is waiting' : `${groups} groups of alerts are waiting`}: ${atMost} incidents were opened by alerts within ${per}, the most that the playbook allows. The next one is opened at ${next}. No alert is lost.`,
  over: (name: string, limit: string) => `${name} over ${limit}`,
  under: (name: string, limit: string) => `${name} under ${limit}`,
  level: { warning: '', critical: ' (critical)' },
  missing: (name: string, duration: string) => `${name}: no data for ${duration}`,
};

export type AlertTexts = typeof alerts;
