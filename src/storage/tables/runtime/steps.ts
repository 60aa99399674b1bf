import { type EntityManager, EntitySchema, Like } from 'typeorm';
import type { Said } from '../../../domain/language/said.ts';
import { LeaseLost } from '../../../domain/process/lease.ts';
import { json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';
import { change } from '../../gathered.ts';
import type { HeldRun } from './runs.ts';

export interface StepRow {
  runId: string;
  name: string;
  status: 'started' | 'done' | 'failed';
  attempts: number;
  /** When the first attempt began: what a look-up may go back to. */
  startedAt: Date;
  nextAt: Date | null;
  outcome: unknown;
  errorCode: string | null;
  error: Said | null;
  /** Waits, or failed, until this is mended or back: `us`, or a channel's id. */
  waitsFor: string | null;
}

export const StepEntity = new EntitySchema<StepRow>({
  name: 'WorkflowStep',
  tableName: 'workflow_steps',
  columns: {
    runId: text('run_id', { primary: true }),
    name: text('name', { primary: true }),
    status: text('status'),
    attempts: whole('attempts'),
    startedAt: time('started_at'),
    nextAt: maybeTime('next_at'),
    outcome: json('outcome', { nullable: true }),
    errorCode: maybeText('error_code'),
    error: { name: 'error', type: 'jsonb', nullable: true },
    waitsFor: maybeText('waits_for'),
  },
});

/** Why a step was not done, and what it waits for: our rights in Slack (`us`), a channel by its id, or nothing in particular. */
export type StepTrouble = Pick<StepRow, 'errorCode' | 'error' | 'waitsFor'>;

/** An attempt: its number, and when the first one began. */
export interface BegunStep {
  attempts: number;
  startedAt: Date;
}

/** The run, `held`, while this process has it: nobody takes it before what is written together with this is committed. */
const HELD = 'held as (select id from runs where id = $1 and held_by = $2 for share)';

/**
 * Table `workflow_steps`: look, run, record. A step is known by its name, never by the order in which it was called. What is written of it is
 * refused with LeaseLost, in the statement itself, when another process works on its run.
 */
export class StepStore {
  constructor(private readonly manager: EntityManager) {}

  async of(runId: string): Promise<StepRow[]> {
    return await this.manager.getRepository(StepEntity).findBy({ runId });
  }

  /** Steps of all runs whose ids begin with this. */
  async ofAll(runIdPrefix: string): Promise<StepRow[]> {
    return await this.manager.getRepository(StepEntity).findBy({ runId: Like(`${runIdPrefix}%`) });
  }

  async find(runId: string, name: string): Promise<StepRow | undefined> {
    return (await this.manager.getRepository(StepEntity).findOneBy({ runId, name })) ?? undefined;
  }

  /** Writes down that an attempt begins, before it begins; keeps the time of the first one. Returns the number of this attempt and that time. */
  async begin(run: HeldRun, name: string, at: Date): Promise<BegunStep> {
    const [row] = await this.beginAll(run, [name], at);
    if (!row) throw taken(run.id);
    return row;
  }

  /** The same for several steps that begin at the same moment, in any order. */
  async beginAll({ id, heldBy }: HeldRun, names: readonly string[], at: Date): Promise<(BegunStep & { name: string })[]> {
    const rows: (BegunStep & { name: string })[] = await this.manager.query(
      `with ${HELD}
       insert into workflow_steps (run_id, name, status, attempts, started_at) select id, name, 'started', 1, $4 from held, unnest($3::text[]) as name
       on conflict (run_id, name) do update set attempts = workflow_steps.attempts + 1, next_at = null, waits_for = null
       returning name, attempts, started_at as "startedAt"`,
      [id, heldBy, [...names].sort(), at],
    );
    if (rows.length !== names.length) throw taken(id);
    return rows;
  }

  async done(run: HeldRun, name: string, outcome: unknown): Promise<void> {
    await this.write(run, name, "status = 'done', outcome = $4, next_at = null, waits_for = null, error_code = null, error = null", [
      JSON.stringify(outcome ?? null),
    ]);
  }

  /** Nobody needs these of a run any more: those that were begun are done, with `{ skipped: true }` for an outcome. True when there was one. */
  async skip({ id, heldBy }: HeldRun, names: readonly string[]): Promise<boolean> {
    const [, count] = await this.manager.query(
      `with ${HELD}
       update workflow_steps s set status = 'done', outcome = '{"skipped": true}', next_at = null, waits_for = null, error_code = null, error = null
         from held where s.run_id = held.id and s.name = any($3) and s.status = 'started'`,
      [id, heldBy, names],
    );
    return count > 0;
  }

  async failed(run: HeldRun, name: string, why: StepTrouble): Promise<void> {
    await this.write(run, name, `status = 'failed', next_at = null, ${WHY}`, valuesOf(why));
  }

  async retryAt(run: HeldRun, name: string, nextAt: Date, why: StepTrouble): Promise<void> {
    await this.write(run, name, `${WHY}, next_at = $7`, [...valuesOf(why), nextAt]);
  }

  /** Failed steps of a run are tried again at `nextAt`. */
  async tryAgain({ id, heldBy }: HeldRun, names: readonly string[], nextAt: Date, why: StepTrouble): Promise<void> {
    if (names.length === 0) return;
    const [, count] = await this.manager.query(
      `with ${HELD}
       update workflow_steps s set status = 'started', next_at = $4, error_code = $5, error = $6, waits_for = $7
         from held where s.run_id = held.id and s.name = any($3) and s.status = 'failed'`,
      [id, heldBy, names, nextAt, ...valuesOf(why)],
    );
    if (count !== names.length) throw taken(id);
  }

  /**
   * What waited for `waitsFor` is tried again at `now`, also where it had failed; the runs that it belongs to are taken up for it. Those of incidents that are
   * closed or cancelled are left alone. Returns how many there were.
   */
  async release(waitsFor: string, now: Date): Promise<number> {
    const [row] = await this.manager.query(
      `with free as (
         update workflow_steps s set status = 'started', next_at = $2, waits_for = null
           from runs r join incidents i on i.id = r.incident_id
          where s.waits_for = $1 and r.id = s.run_id and i.state not in ('closed', 'cancelled')
          returning s.run_id),
       taken as (
         update runs set status = 'running', next_at = $2, finished_at = null where id in (select run_id from free))
       select count(*)::integer as count from free`,
      [waitsFor, now],
    );
    return row.count;
  }

  /** The same for whatever waits for anything. */
  async releaseAll(now: Date): Promise<void> {
    const rows: { waits_for: string }[] = await this.manager.query(
      'select distinct waits_for from workflow_steps where waits_for is not null',
    );
    for (const { waits_for } of rows) await this.release(waits_for, now);
  }

  /**
   * What failed or waits of an incident's opening, of finding it another place and of its retrospective is tried again at `now`, unless something stands in for it.
   * Returns how many steps there were.
   */
  async retry(incidentId: number, now: Date): Promise<number> {
    const [row] = await this.manager.query(
      `with again as (
         update workflow_steps s set status = 'started', next_at = $2, waits_for = null
           from runs r join incidents i on i.id = r.incident_id
          where i.id = $1 and r.id = s.run_id and r.kind in ('declare', 'rehome', 'retro')
            and (s.status = 'failed' or s.status = 'started' and s.next_at > $2)
            and not (s.name in ('bridge.meeting', 'retro.meeting') and i.bridge_url is not null)
            and not ((s.name = 'channel.create' or s.name like 'home.%') and i.channel_id is not null)
          returning s.run_id),
       taken as (
         update runs set status = 'running', next_at = $2, finished_at = null where id in (select run_id from again))
       select count(*)::integer as count from again`,
      [incidentId, now],
    );
    return row.count;
  }

  private async write({ id, heldBy }: HeldRun, name: string, changes: string, values: readonly unknown[]): Promise<void> {
    const sql = `with ${HELD} update workflow_steps s set ${changes} from held where s.run_id = held.id and s.name = $3`;
    await change(this.manager, {
      tables: ['workflow_steps', 'runs'],
      changes: [{ sql, values: [id, heldBy, name, ...values] }],
      otherwise: () => taken(id),
    });
  }
}

/** Why a step was not done, as the values $4 to $6. */
const WHY = 'error_code = $4, error = $5, waits_for = $6';

function valuesOf({ errorCode, error, waitsFor }: StepTrouble): unknown[] {
  return [errorCode, JSON.stringify(error), waitsFor];
}

function taken(run: string): LeaseLost {
  return new LeaseLost(`Another process works on ${run} by now.`);
}
