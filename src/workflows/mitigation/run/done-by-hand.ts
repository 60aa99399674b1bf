import { UserError } from '../../../domain/errors.ts';
import { writtenAs } from '../../../domain/incident/actor.ts';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { own } from '../../../domain/text/own.ts';
import { worded } from '../../../languages/worded.ts';
import type { MitigationRunRow } from '../../../storage/index.ts';
import { type Change, type Changing, changeIncident } from '../../incident/change-incident.ts';
import { acknowledgeByActing } from '../../paging/take-pages.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { note, wakeForRun } from './begin-run.ts';
import { keeping, provedBy } from './proved-by.ts';
import { sayRun } from './run-message.ts';

/** People say so some time after they did it: so much of the wait before that, since they knew of the incident, is neither before nor after. */
const SAID_LATE_SHARE = 0.4;

/** People did a mitigation of the playbook themselves: its rows are kept, and its effect is judged like that of any other run (V1). Throws UserError `no_such_mitigation`, `not_active`. */
export async function doneByHand(
  runtime: Runtime,
  change: Change & { name: string; note: string | undefined },
): Promise<{ runId: number }> {
  const { name, note: said } = change;
  const known = Object.keys(runtime.playbook.mitigations);
  if (!known.includes(name))
    throw new UserError(
      'no_such_mitigation',
      worded(({ mitigationRuns }) => mitigationRuns.playbookHasNoMitigationItHas(name, known)),
    );
  const { runId } = await changeIncident(runtime, change, async (changing) => {
    const { incident } = changing;
    if (!ACTIVE_STATES.includes(incident.state))
      throw new UserError(
        'not_active',
        worded(({ mitigationRuns }) => mitigationRuns.incidentIsOverWriteA(incident.id)),
      );
    const run = await recordByHand(runtime, changing, { name, by: writtenAs(change.actor), said });
    return { runId: run.id };
  });
  wakeForRun(runtime, { nextAt: runtime.clock.now() });
  return { runId };
}

/** The same for a row that somebody keeps with `keep`, when mitigations would keep it; undefined when none would, or the incident is over. */
export async function keptByHand(
  runtime: Runtime,
  changing: Changing,
  { rowId, by, said }: { rowId: string; by: string; said: string },
): Promise<MitigationRunRow | undefined> {
  const { playbook } = runtime;
  const names = own(playbook.rows, rowId)?.keptBy === 'mitigation' ? keeping(playbook, rowId) : [];
  if (names.length === 0 || !ACTIVE_STATES.includes(changing.incident.state)) return undefined;
  // Which of several it was nobody says: then it is what the row wants.
  const [only, ...others] = names;
  return await recordByHand(runtime, changing, { name: others.length === 0 && only !== undefined ? only : rowId, by, said, row: rowId });
}

async function recordByHand(
  runtime: Runtime,
  changing: Changing,
  { name, by, said, row }: { name: string; by: string; said: string | undefined; row?: string },
): Promise<MitigationRunRow> {
  const { stores, incident, now } = changing;
  const { after } = provedBy(runtime.playbook, name);
  const sinceMs = Math.max(0, now.getTime() - incident.detectedAt.getTime());
  const plan = { parameters: {}, changes: [], warnings: [], details: [], data: said === undefined ? {} : { said } };
  const run = await stores.mitigationRuns.insert({
    service: runtime.playbook.service.key,
    incidentId: incident.id,
    name,
    scenario: incident.scenario,
    state: 'running',
    plan,
    by,
    byHand: true,
    createdAt: now,
    beganAt: new Date(now.getTime() - Math.min(after * SAID_LATE_SHARE, sinceMs)),
    ranAt: now,
    nextAt: new Date(now.getTime() + after),
  });
  await note(runtime, stores, {
    run,
    at: now,
    actor: by,
    what: 'mitigation.executed',
    detail: { byHand: true, ...(said !== undefined && { said }), ...(row !== undefined && { row }) },
  });
  await sayRun(stores, run, now);
  await acknowledgeByActing(runtime, changing, { by, how: 'mitigation' });
  runtime.waker.wake('mitigations', run.nextAt ?? now);
  return run;
}
