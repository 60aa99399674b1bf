import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { DiagnosisSummary } from '../../../domain/diagnosis/by-playbook/summary.ts';
import { ACTIVE_STATES } from '../../../domain/incident/incident.ts';
import { change } from '../../gathered.ts';

const maybe = (name: string, type: 'text' | 'timestamptz' | 'jsonb') => ({ name, type, nullable: true }) as const;

/** What is thought and said about the cause of one incident. */
export interface DiagnosisRow {
  incidentId: number;
  /** When the signals are judged again; null once the incident is over. */
  nextAt: Date | null;
  readAt: Date | null;
  /** The last diagnosis in which something stood out, and when that was. */
  result: DiagnosisSummary | null;
  stoodOutAt: Date | null;
  /** `<scenario>/<cause>` that the channel was told of last. */
  said: string | null;
  /** What the notice of the likely cause shows, in short: another one has it written anew. */
  shown: string | null;
  namedScenario: string | null;
  namedCause: string | null;
  namedBy: string | null;
  namedAt: Date | null;
  namedNote: string | null;
}

export const DiagnosisEntity = new EntitySchema<DiagnosisRow>({
  name: 'Diagnosis',
  tableName: 'diagnoses',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    nextAt: maybe('next_at', 'timestamptz'),
    readAt: maybe('read_at', 'timestamptz'),
    result: maybe('result', 'jsonb'),
    stoodOutAt: maybe('stood_out_at', 'timestamptz'),
    said: maybe('said', 'text'),
    shown: maybe('shown', 'text'),
    namedScenario: maybe('named_scenario', 'text'),
    namedCause: maybe('named_cause', 'text'),
    namedBy: maybe('named_by', 'text'),
    namedAt: maybe('named_at', 'timestamptz'),
    namedNote: maybe('named_note', 'text'),
  },
});

/** Table `diagnoses`. */
export class DiagnosisStore {
  constructor(private readonly manager: EntityManager) {}

  /** Looks at the incident from `at` on; also one that was looked at before. */
  async start(incidentId: number, at: Date): Promise<void> {
    const sql = `insert into diagnoses (incident_id, next_at) values ($1, $2)
       on conflict (incident_id) do update set next_at = excluded.next_at, said = null, shown = null`;
    await change(this.manager, { tables: ['diagnoses'], changes: [{ sql, values: [incidentId, at] }] });
  }

  async stop(incidentId: number): Promise<void> {
    await this.manager.getRepository(DiagnosisEntity).update({ incidentId }, { nextAt: null });
  }

  async of(incidentId: number): Promise<DiagnosisRow | undefined> {
    return (await this.manager.getRepository(DiagnosisEntity).findOneBy({ incidentId })) ?? undefined;
  }

  async ofMany(incidentIds: readonly number[]): Promise<Map<number, DiagnosisRow>> {
    const rows = await this.manager.getRepository(DiagnosisEntity).findBy({ incidentId: In([...incidentIds]) });
    return new Map(rows.map((row) => [row.incidentId, row]));
  }

  /** Takes what is due and puts its next look to `nextAt`: one process gets each, and a crash costs one look. */
  async claimDue(now: Date, turns: readonly { service: string; nextAt: Date }[], limit: number): Promise<number[]> {
    const rows: { id: number }[] = await this.manager
      .query(
        `with due as (
           select d.incident_id, coalesce(turn.next, $4) as next
             from diagnoses d
             join incidents i on i.id = d.incident_id
             left join unnest($2::text[], $5::timestamptz[]) turn (service, next) on turn.service = i.service
            where d.next_at <= $1 order by d.next_at limit $3 for update of d skip locked)
         update diagnoses d set next_at = due.next from due where d.incident_id = due.incident_id
         returning d.incident_id as id`,
        [now, turns.map(({ service }) => service), limit, turns[0]?.nextAt ?? now, turns.map(({ nextAt }) => nextAt)],
      )
      .then(([returned]) => returned);
    return rows.map(({ id }) => id);
  }

  /** What was seen at `readAt`; `result` is kept from before when nothing stands out now. */
  async read(incidentId: number, readAt: Date, result: DiagnosisRow['result']): Promise<void> {
    await this.manager
      .getRepository(DiagnosisEntity)
      .update({ incidentId }, { readAt, ...(result && { result: result as never, stoodOutAt: readAt }) });
  }

  /**
   * The same for several at once: those whose incident is still going on, and that nobody has written since `seenAt`.
   * @returns the incidents of which it was written.
   */
  async readMany(
    looks: readonly { incidentId: number; result: DiagnosisRow['result']; seenAt: Date | null }[],
    readAt: Date,
  ): Promise<Set<number>> {
    if (looks.length === 0) return new Set();
    const rows: { id: number }[] = await this.manager
      .query(
        `update diagnoses d
            set read_at = $1, result = coalesce(look.result::jsonb, d.result),
                stood_out_at = case when look.result is null then d.stood_out_at else $1 end
           from unnest($2::integer[], $3::text[], $4::timestamptz[]) look (id, result, seen_at)
           join incidents i on i.id = look.id and i.state = any($5)
          where d.incident_id = look.id and d.read_at is not distinct from look.seen_at
      returning d.incident_id as id`,
        [
          readAt,
          looks.map(({ incidentId }) => incidentId),
          looks.map(({ result }) => result && JSON.stringify(result)),
          looks.map(({ seenAt }) => seenAt),
          ACTIVE_STATES,
        ],
      )
      .then(([returned]) => returned);
    return new Set(rows.map(({ id }) => id));
  }

  /** Notes which cause the channel was told of. */
  async told(incidentId: number, said: string): Promise<void> {
    await this.manager.getRepository(DiagnosisEntity).update({ incidentId }, { said });
  }

  /** Notes what the notice of the likely cause shows. */
  async shown(incidentId: number, shown: string): Promise<void> {
    await this.manager.getRepository(DiagnosisEntity).update({ incidentId }, { shown });
  }

  async name(incidentId: number, named: { scenario: string; cause: string; by: string; at: Date; note: string | null }): Promise<void> {
    await this.manager.query(
      `insert into diagnoses (incident_id, named_scenario, named_cause, named_by, named_at, named_note) values ($1, $2, $3, $4, $5, $6)
       on conflict (incident_id) do update
         set named_scenario = excluded.named_scenario, named_cause = excluded.named_cause, named_by = excluded.named_by,
             named_at = excluded.named_at, named_note = excluded.named_note`,
      [incidentId, named.scenario, named.cause, named.by, named.at, named.note],
    );
  }
}
