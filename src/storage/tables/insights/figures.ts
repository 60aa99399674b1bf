import type { EntityManager } from 'typeorm';
import type { AlertFigure, FollowUpFigure, MitigationFigure, PersonFigure, RowFigure } from '../../../domain/insights/insights.ts';
import type { IncidentMoments } from '../../../domain/insights/spans.ts';

/** Which incidents are counted: detected within this time, of one service if it is given, without those that are none of the reader's business. */
export interface Counted {
  since: Date;
  until: Date;
  service?: string | undefined;
  hidden: readonly number[];
}

/** Of whom it is known where they live; everybody else lives where the team does. */
export interface Zones {
  /** IANA zone by Slack user id. */
  people: Readonly<Record<string, string>>;
  /** IANA zone of the team. */
  team: string;
}

/** `$1` to `$4`; false alarms only where they are asked for. */
const CHOSEN = `i.detected_at >= $1 and i.detected_at < $2 and ($3::text is null or i.service = $3) and i.id <> all($4::integer[])`;
const REAL = `${CHOSEN} and i.state <> 'cancelled'`;
const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;
/** Between 22:00 and 07:00 by the wall; the night is counted on the day on which it begins. */
const AT_NIGHT = `(extract(hour from wall) >= 22 or extract(hour from wall) < 7)`;

/** Figures over several tables, none of which is changed. Each is one statement, and an incident is looked at once in each. */
export class FigureStore {
  constructor(private readonly manager: EntityManager) {}

  /** The moments of each incident that was none of the false alarms. */
  async moments(counted: Counted): Promise<IncidentMoments[]> {
    // Numbers rise with time: pages of earlier incidents are not looked at.
    const paged = `select incident_id, min(sent_at) as sent, min(acknowledged_at) as taken
       from pages where incident_id >= (select min(id) from incidents where detected_at >= $1) group by incident_id`;
    return await this.manager.query(
      `with paged as (${paged})
       select i.id, i.service, i.scenario, i.severity, ${MS('i.onset_at')} as onset, ${MS('i.detected_at')} as detected,
              ${MS('paged.sent')} as paged, ${MS('paged.taken')} as acknowledged, ${MS('i.mitigated_at')} as mitigated,
              ${MS('i.resolved_at')} as resolved
         from incidents i left join paged on paged.incident_id = i.id where ${REAL}`,
      values(counted),
    );
  }

  /** How many were false alarms, and how many go on. */
  async states(counted: Counted): Promise<{ falseAlarms: number; active: number }> {
    const [row] = await this.manager.query(
      `select count(*) filter (where i.state = 'cancelled')::integer as "falseAlarms",
              count(*) filter (where i.state in ('open', 'reopened', 'mitigated'))::integer as active
         from incidents i where ${CHOSEN}`,
      values(counted),
    );
    return row;
  }

  async rows(counted: Counted): Promise<RowFigure[]> {
    return await this.manager.query(
      `select d.row_id as row, count(*) filter (where d.state = 'kept')::integer as kept, count(*) filter (where d.state = 'missed')::integer as missed
         from deadlines d join incidents i on i.id = d.incident_id
        where d.state in ('kept', 'missed') and ${REAL} group by d.row_id order by missed desc, kept desc, d.row_id`,
      values(counted),
    );
  }

  async people(counted: Counted, zones: Zones): Promise<PersonFigure[]> {
    return await this.manager.query(
      `with sent as (
         select p.user_id, p.sent_at at time zone coalesce(lives.zone, $6) as wall
           from pages p join incidents i on i.id = p.incident_id left join jsonb_each_text($5::jsonb) as lives (person, zone) on lives.person = p.user_id
          where p.sent_at is not null and ${REAL}
       )
       select user_id as user, count(*)::integer as pages, count(*) filter (where ${AT_NIGHT})::integer as "atNight",
              count(*) filter (where extract(isodow from wall) >= 6)::integer as "atWeekend",
              count(distinct (wall - interval '7 hours')::date) filter (where ${AT_NIGHT})::integer as nights
         from sent group by user_id order by pages desc, user_id`,
      [...values(counted), JSON.stringify(zones.people), zones.team],
    );
  }

  async mitigations(counted: Counted): Promise<MitigationFigure[]> {
    return await this.manager.query(
      `select m.name, count(*)::integer as runs, count(*) filter (where m.verdict = 'better')::integer as helped,
              count(*) filter (where m.verdict is not null and m.verdict <> 'unknown')::integer as proved
         from mitigation_runs m join incidents i on i.id = m.incident_id where m.ran_at is not null and ${REAL}
        group by m.name order by runs desc, m.name`,
      values(counted),
    );
  }

  /** Those of these incidents, as they stand at `until`. */
  async followUps(counted: Counted): Promise<FollowUpFigure> {
    const [row] = await this.manager.query(
      `select count(*) filter (where f.state = 'done' and f.done_at <= f.due_at)::integer as "onTime",
              count(*) filter (where f.state = 'done' and f.done_at > f.due_at)::integer as late,
              count(*) filter (where f.state = 'open' and f.due_at < $2)::integer as overdue,
              count(*) filter (where f.state = 'open' and f.due_at >= $2)::integer as open
         from follow_ups f join incidents i on i.id = f.incident_id where ${REAL}`,
      values(counted),
    );
    return row;
  }

  async alerts(counted: Counted): Promise<AlertFigure> {
    const [row] = await this.manager.query(
      `select coalesce((select sum(a.times) from alerts a join incidents i on i.id = a.incident_id where ${CHOSEN}), 0)::integer as heard,
              count(*)::integer as declared, count(*) filter (where i.state = 'cancelled')::integer as "falseAlarms"
         from incidents i where i.declared_via in ('alert', 'watch') and ${CHOSEN}`,
      values(counted),
    );
    return row;
  }

  /** Milliseconds of everybody who took a page or has a role, each from then until recovery. */
  async personMs(counted: Counted): Promise<number> {
    const [row] = await this.manager.query(
      `with taking as (
         select p.incident_id, p.acknowledged_by as who, p.acknowledged_at as at from pages p where p.acknowledged_by is not null
         union all select r.incident_id, r.user_id, r.assigned_at from incident_roles r
       ), first as (
         select t.incident_id, t.who, min(t.at) as at, i.resolved_at from taking t join incidents i on i.id = t.incident_id
          where i.resolved_at is not null and ${REAL} group by t.incident_id, t.who, i.resolved_at
       )
       select coalesce(sum(greatest(0, ${MS('resolved_at')} - ${MS('at')})), 0)::float8 as ms from first`,
      values(counted),
    );
    return row.ms;
  }
}

function values({ since, until, service, hidden }: Counted): unknown[] {
  return [since, until, service ?? null, hidden];
}
