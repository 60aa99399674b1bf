import { memberHere } from '../../domain/incident/actor.ts';
import { ACTIVE_STATES, type Incident, isRole } from '../../domain/incident/incident.ts';
import { maySee } from '../../domain/incident/permissions.ts';
import type { DeadlineSpec } from '../../domain/playbook/schema.ts';
import { happened } from '../../events/happened.ts';
import type { DeadlineRow, IncidentRow, NewOutboxRow, Stores } from '../../storage/index.ts';
import type { CheckView } from '../../views/analysis.ts';
import { checksOf } from '../analysis/board-view.ts';
import { outboxRow } from '../messages/chat-message.ts';
import { presentFor } from '../messages/present-for.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';

/** Rows decided about per transaction. */
const BATCH = 50;

/** Reminds whoever has a row, or something on its list, before it is due: `remindBefore` of the playbook, once for each time that the row has. */
export function remindersDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services, waker, crashPoint } = whole;
  return async () => {
    for (;;) {
      const claimed = await storage.transaction(async (stores) => {
        const rows = await stores.deadlines.claimReminders(clock.now(), BATCH);
        for (const [runtime, own] of await services.each(rows, stores)) await remind(runtime, stores, own);
        return rows.length;
      });
      if (claimed > 0) {
        crashPoint('reminders:decided');
        waker.wake('outbox', clock.now());
      }
      if (claimed < BATCH) return;
    }
  };
}

async function remind(runtime: Runtime, stores: Stores, rows: readonly DeadlineRow[]): Promise<void> {
  const { clock, playbook } = runtime;
  const now = clock.now();
  const incidents = new Map((await stores.incidents.findMany(rows.map(({ incidentId }) => incidentId))).map((one) => [one.id, one]));
  const messages: NewOutboxRow[] = [];
  for (const row of rows) {
    const incident = incidents.get(row.incidentId);
    const spec = playbook.rows[row.rowId];
    // After recovery the analysis goes on, but nobody is in a hurry.
    if (!incident || !spec || row.dueAt === null || !(ACTIVE_STATES.includes(incident.state) || spec.from === 'recovery')) continue;
    const shares = await sharesOf(runtime, stores, incident, { id: row.rowId, spec });
    for (const { user, checks } of shares) {
      const place = user === undefined ? ('home' as const) : user;
      const message = presentFor(runtime, user === undefined ? { incident } : { person: user }).rowReminder({
        incident,
        row: { id: row.rowId, title: spec.title },
        checks,
        nobody: user === undefined,
        dueAt: row.dueAt,
        now,
      });
      messages.push(
        outboxRow({
          key: `row-reminder:${incident.id}:${row.rowId}:${row.dueAt.getTime()}:${place}`,
          incidentId: incident.id,
          lane: 'update',
          destination: user === undefined ? { to: 'home' } : { to: 'direct', user },
          message,
        }),
      );
    }
    const data = { row: row.rowId, people: shares.map(({ user }) => user ?? null) };
    await happened(runtime, stores, { incidentId: incident.id, at: now, kind: 'deadline.reminded', actor: 'bongsu', data });
  }
  await stores.outbox.addMany(messages, now);
}

/** What one person still has of a row; nobody's part has no user. */
interface Share {
  user: string | undefined;
  /** Of the row's list; empty when it is the row itself. */
  checks: CheckView[];
}

/** Who has what is left of a row: each of its list belongs to whoever took it, else to the row's owner, else to the holder of the role that can act. */
async function sharesOf(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  row: { id: string; spec: DeadlineSpec },
): Promise<Share[]> {
  const items = await stores.analysisItems.of(incident.id);
  const roles = await stores.roles.of(incident.id);
  const paged = incident.private ? (await stores.pages.of(incident.id)).map(({ userId }) => userId) : [];
  const { who } = row.spec;
  const owner = items.find(({ item }) => item === row.id)?.owner ?? (isRole(who) ? roles[who] : undefined);
  // Nobody hears of a private incident by being reminded of it.
  const told = (user: string | null | undefined): string | undefined =>
    user && maySee(incident satisfies Incident, { actor: memberHere(user), playbook: runtime.playbook, roles, paged }) ? user : undefined;
  const checks = checksOf(runtime, row, items);
  if (checks.length === 0) return [{ user: told(owner), checks: [] }];
  const shares = new Map<string | undefined, CheckView[]>();
  for (const check of checks.filter(({ doneBy }) => doneBy === undefined)) {
    const user = told(check.owner ?? owner);
    shares.set(user, [...(shares.get(user) ?? []), check]);
  }
  return [...shares].map(([user, own]) => ({ user, checks: own }));
}
