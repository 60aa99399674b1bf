import type { EntityManager } from 'typeorm';

/** A playbook as it was written, with its team in it. */
export interface PlaybookRow {
  service: string;
  /** A digest of the content. */
  version: string;
  content: unknown;
}

/** Table `playbooks`: every version that was ever in force, so that an incident is looked after by the one that it was opened with. */
export class PlaybookStore {
  constructor(private readonly manager: EntityManager) {}

  /** Writes down those that are not known yet, by the database's time: a process that starts has no other yet. */
  async remember(playbooks: readonly PlaybookRow[]): Promise<void> {
    await this.manager.query(
      `insert into playbooks (service, version, content, first_used_at)
       select p.service, p.version, p.content, now() from jsonb_to_recordset($1::jsonb) as p(service text, version text, content jsonb)
       on conflict do nothing`,
      [JSON.stringify(playbooks)],
    );
  }

  /** Those with which incidents were opened that are not over for good, other than the ones in force. */
  async ofOpenIncidents(but: readonly Pick<PlaybookRow, 'service' | 'version'>[]): Promise<PlaybookRow[]> {
    return await this.manager.query(
      `select p.service, p.version, p.content from playbooks p
        where exists (select 1 from incidents i
                       where i.service = p.service and i.playbook_version = p.version and i.state not in ('closed', 'cancelled'))
          and not exists (select 1 from jsonb_to_recordset($1::jsonb) as b(service text, version text)
                           where b.service = p.service and b.version = p.version)`,
      [JSON.stringify(but.map(({ service, version }) => ({ service, version })))],
    );
  }
}
