import type { EntityManager } from 'typeorm';

const TABLES = [
  { table: 'timeline', about: 't.incident_id', what: 'kind', words: 'data' },
  { table: 'mitigation_audit', about: 't.incident_id, t.run_id', what: 'what', words: 'detail' },
] as const;
const SHOWN = 20;

/** What the digests of one table say. */
export interface RecordsSeen {
  table: string;
  /** How many entries have a digest; those from before there were any have none. */
  count: number;
  /** Ids of entries that were changed, or before which one was removed; the first of them. */
  broken: string[];
  /** Of the newest entry, in hex: kept elsewhere, it tells later whether the end was cut off. */
  last: string | undefined;
}

/** Timeline and audit as records that stay (docs/adrs/0004). */
export class RecordStore {
  constructor(private readonly manager: EntityManager) {}

  /** Computes every digest anew: for `npm run doctor`, not for a process that works. */
  async check(): Promise<RecordsSeen[]> {
    return await Promise.all(TABLES.map(async (each) => await this.checkTable(each)));
  }

  private async checkTable({ table, about, what, words }: (typeof TABLES)[number]): Promise<RecordsSeen> {
    const [totals] = await this.manager.query(
      `select count(*)::integer as count, (select encode(digest, 'hex') from ${table} order by id desc limit 1) as last from ${table} where digest is not null`,
    );
    const broken: { id: string }[] = await this.manager.query(
      `select t.id from ${table} t left join ${table} p on p.id = t.previous
        where t.digest is not null
          and (t.previous is not null and p.id is null
               or t.digest is distinct from record_digest(t.id, array[${about}], t.at, t.${what}, t.words, t.previous, p.digest)
               or t.salt is not null and t.words is distinct from words_digest(t.salt, t.actor, t.${words})
               or t.salt is null and (t.actor <> 'erased' or t.${words} <> '{}'))
        order by t.id limit ${SHOWN}`,
    );
    return { table, count: totals.count, broken: broken.map(({ id }) => id), last: totals.last ?? undefined };
  }
}
