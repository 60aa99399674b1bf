import { UserError } from '../../domain/errors.ts';
import { writtenAs } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES } from '../../domain/incident/incident.ts';
import type { Severity } from '../../domain/incident/states.ts';
import { pick } from '../../domain/language/pick.ts';
import { STATE_WORDS } from '../../domain/language/state-words.ts';
import { nextUpdateAt, offerUpdateAt } from '../../domain/updates/next-update-at.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import { send } from '../messages/chat-message.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Change, type Changing, changeIncident } from './change-incident.ts';
import { refreshAnnouncement } from './declare/announce.ts';
import { refreshTopic } from './refresh-topic.ts';

/** Changes how bad an incident is; the cadence of updates follows. Lowering it takes back no page. */
export async function changeSeverity(
  runtime: Runtime,
  change: Change & { severity: Severity; reason?: string | undefined },
): Promise<{ from: Severity; to: Severity }> {
  return await changeIncident(runtime, change, (changing) =>
    changeSeverityWithin(runtime, changing, { ...change, by: writtenAs(change.actor) }),
  );
}

/** The same inside a change. */
export async function changeSeverityWithin(
  runtime: Runtime,
  { stores, incident, now }: Pick<Changing, 'stores' | 'incident' | 'now'>,
  change: { severity: Severity; reason?: string | undefined; by: string },
): Promise<{ from: Severity; to: Severity }> {
  const from = incident.severity;
  if (from === change.severity)
    throw new UserError(
      'same_severity',
      worded(({ incidents }) => incidents.incidentIsAlready(incident.id, from.toUpperCase())),
    );
  if (!ACTIVE_STATES.includes(incident.state)) {
    throw new UserError(
      'not_active',
      worded(({ incidents }, language) => incidents.incidentIsItsSeverityIs(incident.id, pick(STATE_WORDS[incident.state], language))),
    );
  }
  const reason = change.reason ? { reason: change.reason } : {};
  await stores.incidents.change(incident.id, { severity: change.severity });
  const data = { from, to: change.severity, ...reason };
  await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'severity.changed', actor: change.by, data });
  if (!incident.private) {
    const nextAt = nextUpdateAt(incident.detectedAt, runtime.playbook.updates.every[change.severity], now);
    await stores.updates.start(incident.id, nextAt, offerUpdateAt(nextAt, runtime.playbook.updates.draftBefore, now));
    runtime.waker.wake('updates', now);
    await refreshAnnouncement(runtime, stores, incident.id, `severity:${incident.version}`);
  }
  await refreshTopic(runtime, stores, incident);
  const raised = { ...incident, severity: change.severity };
  await send(runtime, stores, {
    key: `severity:${incident.id}:${incident.version}`,
    incidentId: incident.id,
    lane: 'update',
    destination: { to: 'home' },
    message: presentInIncident(runtime, incident).severityNotice({ incident: raised, from, by: change.by, ...reason, now }),
  });
  return { from, to: change.severity };
}
