import type { EntityManager } from 'typeorm';
import type { IncidentState, Severity } from '../../../domain/incident/states.ts';
import type { PublicStage, ToldTexts } from '../../../domain/updates/told-text.ts';

/** Of an incident only what the public page is made of: neither title nor people. */
export interface PublicIncidentRow {
  id: number;
  scenario: string | null;
  severity: Severity;
  state: IncidentState;
  onsetAt: Date;
  detectedAt: Date;
  /** Resolved or cancelled; null while it goes on. */
  endedAt: Date | null;
  /** Something of it was told at /status. */
  told: boolean;
}

export interface PublicUpdateRow {
  id: string;
  incidentId: number;
  stage: PublicStage;
  texts: ToldTexts;
  writtenAt: Date;
  correctedAt: Date | null;
}

/** More than this nobody reads, and no page holds. */
const INCIDENTS_MAX = 2_000;
const UPDATES_MAX = 300;

/** What stands in several tables about what the public is told of a service; private incidents are never among it. */
export class PublicRecordStore {
  constructor(private readonly manager: EntityManager) {}

  /** Those that go on, and those that ended after `since`. */
  async incidents(service: string, since: Date): Promise<PublicIncidentRow[]> {
    return await this.manager.query(
      `select i.id, i.scenario, i.severity, i.state, i.onset_at as "onsetAt", i.detected_at as "detectedAt",
              case when i.state in ('resolved', 'closed', 'cancelled') then coalesce(i.cancelled_at, i.resolved_at, i.closed_at) end as "endedAt",
              exists (select 1 from update_texts t where t.incident_id = i.id and not t.held @> '["status-page"]') as told
         from incidents i
        where i.service = $1 and not i.private
          and (i.state in ('open', 'reopened', 'mitigated') or coalesce(i.cancelled_at, i.resolved_at, i.closed_at) > $2)
        order by i.onset_at desc, i.id desc limit ${INCIDENTS_MAX}`,
      [service, since],
    );
  }

  /** What was told of these incidents at /status, the newest first. */
  async updates(incidentIds: readonly number[]): Promise<PublicUpdateRow[]> {
    if (incidentIds.length === 0) return [];
    return await this.manager.query(
      `select id, incident_id as "incidentId", stage, texts, written_at as "writtenAt", corrected_at as "correctedAt"
         from update_texts where incident_id = any($1) and not held @> '["status-page"]'
        order by written_at desc, id desc limit ${UPDATES_MAX}`,
      [incidentIds],
    );
  }

  /** Since when incidents of a service are written down; undefined when nothing says so. */
  async since(service: string): Promise<Date | undefined> {
    const [row] = await this.manager.query(
      `select least((select min(first_used_at) from playbooks where service = $1), (select min(onset_at) from incidents where service = $1)) as at`,
      [service],
    );
    return row?.at ?? undefined;
  }
}
