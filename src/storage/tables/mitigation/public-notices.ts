import { type EntityManager, EntitySchema, IsNull, Not } from 'typeorm';
import type { PublicNoticeKind, ShownPublicly } from '../../../domain/updates/public-status.ts';

export interface PublicNoticeRow {
  id: number;
  /** Key of the service whose users it tells. */
  service: string;
  incidentId: number | null;
  kind: PublicNoticeKind;
  textEn: string;
  textKo: string;
  /** How long people are asked to wait. */
  retryAfterMs: number | null;
  postedBy: string;
  postedAt: Date;
  /** Null while it is in force. */
  withdrawnAt: Date | null;
  /** Of the run that posted it: posting twice under one key is once. */
  key: string;
  /** As the playbook calls the mitigation that posted it. */
  mitigation: string;
  /** The notice that took its place; it comes back when that one is taken back. Null when it is in force, or over for good. */
  replacedBy: number | null;
}

export const PublicNoticeEntity = new EntitySchema<PublicNoticeRow>({
  name: 'PublicNotice',
  tableName: 'public_notices',
  columns: {
    id: { type: 'integer', primary: true, generated: true },
    service: { type: 'text' },
    incidentId: { name: 'incident_id', type: 'integer', nullable: true },
    kind: { type: 'text' },
    textEn: { name: 'text_en', type: 'text' },
    textKo: { name: 'text_ko', type: 'text' },
    retryAfterMs: { name: 'retry_after_ms', type: 'integer', nullable: true },
    postedBy: { name: 'posted_by', type: 'text' },
    postedAt: { name: 'posted_at', type: 'timestamptz' },
    withdrawnAt: { name: 'withdrawn_at', type: 'timestamptz', nullable: true },
    key: { type: 'text' },
    mitigation: { type: 'text' },
    replacedBy: { name: 'replaced_by', type: 'integer', nullable: true },
  },
});

export type NewPublicNotice = Omit<PublicNoticeRow, 'id' | 'withdrawnAt' | 'replacedBy'>;

interface ShownRow {
  kind: PublicNoticeKind;
  text_en: string;
  text_ko: string;
  retry_after_ms: number | null;
  posted_at: Date;
}

/** Keeps two who post or take back at the same moment apart: both would find the same notice in force. */
const POST_LOCK = 4_242_078;

/**
 * Table `public_notices`: what users are told at /status; at most one of each kind is in force for each service. A later one lies on top of an earlier one of another incident or
 * mitigation, which shows again when the later one is taken back. Whoever changes something does so in a transaction.
 */
export class PublicNoticeStore {
  constructor(private readonly manager: EntityManager) {}

  /**
   * The uppermost of each kind, oldest first. Notices of a private incident are left out, whatever they say, and the one below shows in their place: an
   * incident may have become private after it told the public something. In the same statement, since when users may notice something: a page that is open
   * to everybody asks once a second.
   */
  async shown(service: string): Promise<ShownPublicly> {
    const rows: ({ trouble_since: Date | null } & (ShownRow | { [Column in keyof ShownRow]: null }))[] = await this.manager.query(
      `with recursive stack as (
           select n.*, 0 as depth from public_notices n where n.withdrawn_at is null and n.service = $1
           union all
           select below.*, above.depth + 1 from public_notices below join stack above on below.replaced_by = above.id
         ), uppermost as (
           select distinct on (s.kind) s.*
             from stack s left join incidents i on i.id = s.incident_id
            where i.private is not true
            order by s.kind, s.depth
         )
         select trouble.trouble_since, kind, text_en, text_ko, retry_after_ms, posted_at
           from (select min(detected_at) as trouble_since from incidents
                  where state in ('open', 'reopened', 'mitigated') and severity in ('sev1', 'sev2') and not private and service = $1) trouble
           left join uppermost on true
          order by uppermost.id`,
      [service],
    );
    const notices = rows.flatMap((row) =>
      row.kind === null
        ? []
        : [{ kind: row.kind, text: { en: row.text_en, ko: row.text_ko }, since: row.posted_at, retryAfterMs: row.retry_after_ms }],
    );
    const troubleSince = rows[0]?.trouble_since ?? undefined;
    return { notices, ...(troubleSince && { troubleSince }) };
  }

  /** What is in force, and below it what comes back when those above are taken back. */
  async stack(service: string, kind: PublicNoticeKind): Promise<PublicNoticeRow[]> {
    const rows = await this.repository.find({
      where: [
        { service, kind, withdrawnAt: IsNull() },
        { service, kind, replacedBy: Not(IsNull()) },
      ],
    });
    const stack: PublicNoticeRow[] = [];
    for (let next = rows.find(({ withdrawnAt }) => withdrawnAt === null); next; ) {
      stack.push(next);
      const above = next.id;
      next = rows.find(({ replacedBy }) => replacedBy === above);
    }
    return stack;
  }

  /** Puts it on top; what the same incident's same mitigation had posted makes room for good. False when this key had posted before. */
  async post(notice: NewPublicNotice): Promise<boolean> {
    await this.lock();
    if (await this.repository.existsBy({ key: notice.key })) return false;
    for (const row of await this.stack(notice.service, notice.kind)) {
      if (row.incidentId === notice.incidentId && row.mitigation === notice.mitigation) await this.remove(row.id, notice.postedAt);
    }
    const [below] = await this.stack(notice.service, notice.kind);
    // Withdrawn before the other goes in: an index allows one of each kind.
    if (below) await this.repository.update({ id: below.id }, { withdrawnAt: notice.postedAt });
    const { identifiers } = await this.repository.insert({ ...notice, withdrawnAt: null, replacedBy: null });
    if (below) await this.repository.update({ id: below.id }, { replacedBy: Number(identifiers[0]?.id) });
    return true;
  }

  /** Takes back what was posted under this key; what lay below shows again. False when it is over already or never was. */
  async takeBack(key: string, at: Date): Promise<boolean> {
    await this.lock();
    const row = await this.repository.findOneBy({ key });
    return row !== null && (await this.remove(row.id, at));
  }

  /** Takes back everything that an incident's runs posted. Returns the kinds that were in force. */
  async takeBackAll(incidentId: number, at: Date): Promise<PublicNoticeKind[]> {
    await this.lock();
    const rows = await this.repository.find({ where: { incidentId }, order: { id: 'ASC' } });
    const inForce = rows.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ kind }) => kind);
    for (const { id } of rows) await this.remove(id, at);
    return inForce;
  }

  private get repository() {
    return this.manager.getRepository(PublicNoticeEntity);
  }

  private async lock(): Promise<void> {
    await this.manager.query('select pg_advisory_xact_lock($1)', [POST_LOCK]);
  }

  /** Takes a row out of its stack, from the top or from the middle. */
  private async remove(id: number, at: Date): Promise<boolean> {
    const row = await this.repository.findOneBy({ id });
    if (!row || (row.withdrawnAt !== null && row.replacedBy === null)) return false;
    const below = await this.repository.findOneBy({ replacedBy: id });
    await this.repository.update({ id }, { withdrawnAt: row.withdrawnAt ?? at, replacedBy: null });
    if (below) {
      const back = row.withdrawnAt === null ? { withdrawnAt: null, replacedBy: null } : { replacedBy: row.replacedBy };
      await this.repository.update({ id: below.id }, back);
    }
    return true;
  }
}
