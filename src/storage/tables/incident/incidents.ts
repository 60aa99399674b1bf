import { type EntityManager, EntitySchema, In, IsNull, LessThanOrEqual } from 'typeorm';
import type { DueBriefing } from '../../../domain/briefing/choose-briefings.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import { type IncidentState, SEVERITIES, type Severity } from '../../../domain/incident/states.ts';
import { identity, maybeText, maybeTime, text, time, whole } from '../../columns.ts';
import { change, updating } from '../../gathered.ts';

export type IncidentRow = Incident & { briefingDueAt: Date | null; briefingEditedAt: Date | null };

export const IncidentEntity = new EntitySchema<IncidentRow>({
  name: 'Incident',
  tableName: 'incidents',
  columns: {
    id: identity('integer'),
    service: text('service'),
    playbookVersion: maybeText('playbook_version'),
    title: text('title'),
    severity: text('severity'),
    state: text('state'),
    scenario: maybeText('scenario'),
    private: { name: 'private', type: 'boolean' },
    declaredBy: text('declared_by'),
    declaredVia: text('declared_via'),
    detectedAt: time('detected_at'),
    onsetAt: time('onset_at'),
    clockStartedAt: time('clock_started_at'),
    mitigatedAt: maybeTime('mitigated_at'),
    resolvedAt: maybeTime('resolved_at'),
    closedAt: maybeTime('closed_at'),
    cancelledAt: maybeTime('cancelled_at'),
    version: whole('version', { default: 1 }),
    language: maybeText('language'),
    dedupKey: maybeText('dedup_key'),
    channelId: maybeText('channel_id'),
    channelName: maybeText('channel_name'),
    threadTs: maybeText('thread_ts'),
    briefingTs: maybeText('briefing_ts'),
    bridgeUrl: maybeText('bridge_url'),
    bridgeKind: maybeText('bridge_kind'),
    briefingDueAt: maybeTime('briefing_due_at'),
    briefingEditedAt: maybeTime('briefing_edited_at'),
  },
});

export type NewIncident = Pick<
  Incident,
  | 'service'
  | 'playbookVersion'
  | 'title'
  | 'severity'
  | 'scenario'
  | 'private'
  | 'declaredBy'
  | 'declaredVia'
  | 'detectedAt'
  | 'onsetAt'
  | 'clockStartedAt'
  | 'dedupKey'
>;

type Changes = Partial<Omit<IncidentRow, 'id' | 'version'>>;

/** Which of them: without those that are hidden, and of one service if it is given. */
interface Which {
  hidden: readonly number[];
  service?: string | undefined;
}

/** Which part of a list. */
interface Cut {
  order: 'worst' | 'newest';
  offset: number;
  limit: number;
}

/** What a new incident does not have yet. */
const UNPLACED = {
  state: 'open',
  mitigatedAt: null,
  resolvedAt: null,
  closedAt: null,
  cancelledAt: null,
  version: 1,
  language: null,
  channelId: null,
  channelName: null,
  threadTs: null,
  briefingTs: null,
  bridgeUrl: null,
  bridgeKind: null,
  briefingDueAt: null,
  briefingEditedAt: null,
} as const;

/** Due before everything else, and without a distance to the edit before. */
const AT_ONCE = `'epoch'::timestamptz`;

/** Table `incidents`. */
export class IncidentStore {
  constructor(private readonly manager: EntityManager) {}

  async insert(incident: NewIncident): Promise<IncidentRow> {
    const { identifiers } = await this.manager.getRepository(IncidentEntity).insert({ ...incident, state: 'open' });
    return { ...UNPLACED, ...incident, id: identifiers[0]?.id as number };
  }

  async find(id: number): Promise<IncidentRow | undefined> {
    return (await this.manager.getRepository(IncidentEntity).findOneBy({ id })) ?? undefined;
  }

  async findMany(ids: readonly number[]): Promise<IncidentRow[]> {
    return ids.length === 0 ? [] : await this.manager.getRepository(IncidentEntity).findBy({ id: In([...ids]) });
  }

  /**
   * The row, locked until the transaction ends: everything that decides about one incident takes this lock before any other. Not against
   * foreign keys: whoever only writes a row that points here (an outbox, a timeline) is not held up and cannot deadlock with us.
   */
  async lock(id: number): Promise<IncidentRow | undefined> {
    return (await this.manager.getRepository(IncidentEntity).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } })) ?? undefined;
  }

  /** The same lock, or undefined when somebody holds it: they are deciding, and the row is looked at again. */
  async lockFree(id: number): Promise<IncidentRow | undefined> {
    const row = await this.manager
      .getRepository(IncidentEntity)
      .createQueryBuilder('i')
      .setLock('for_no_key_update')
      .setOnLocked('skip_locked')
      .where('i.id = :id', { id })
      .getOne();
    return row ?? undefined;
  }

  /** The newest incident that has this channel to itself (one in a thread shares its channel with everything else there). */
  async findByChannel(channelId: string): Promise<IncidentRow | undefined> {
    const [found] = await this.manager
      .getRepository(IncidentEntity)
      .createQueryBuilder('i')
      .where('(i.channel_id = :channelId and i.thread_ts is null)', { channelId })
      // Bongsu may have been thrown out of it: people there still speak of their incident.
      .orWhere('i.id in (select incident_id from lost_homes where channel_id = :channelId and thread_ts is null)')
      .orderBy('i.id', 'DESC')
      .take(1)
      .getMany();
    return found;
  }

  /** Incidents in one of these states that live in this channel, or in a thread of it. */
  async livingIn(channelId: string, states: readonly IncidentState[]): Promise<IncidentRow[]> {
    return await this.manager.getRepository(IncidentEntity).find({ where: { channelId, state: In([...states]) }, order: { id: 'ASC' } });
  }

  async findOpenByDedupKey(dedupKey: string): Promise<IncidentRow | undefined> {
    const found = await this.manager
      .getRepository(IncidentEntity)
      .findOneBy({ dedupKey, state: In(['open', 'reopened', 'mitigated'] satisfies IncidentState[]) });
    return found ?? undefined;
  }

  /** The service of each of these, and with which version of its playbook it was opened. */
  async servicesOf(ids: readonly number[]): Promise<Pick<Incident, 'id' | 'service' | 'playbookVersion'>[]> {
    return await this.manager.query('select id, service, playbook_version as "playbookVersion" from incidents where id = any($1)', [ids]);
  }

  /**
   * When something was known to be wrong with a service, for each incident that was so after `since`: from its onset to its resolution, or until `now` while it is active. What was
   * cancelled was nothing.
   */
  async troubles(service: string, { since, now }: { since: Date; now: Date }): Promise<{ id: number; from: Date; to: Date }[]> {
    return await this.manager.query(
      `select id, least(onset_at, detected_at) as "from", coalesce(resolved_at, $3) as "to" from incidents
        where service = $1 and state <> 'cancelled' and coalesce(resolved_at, $3) >= $2`,
      [service, since, now],
    );
  }

  /** The newest public one of a service that people opened and that nothing else joins yet. */
  async findOpenByPeople(service: string): Promise<IncidentRow | undefined> {
    const where = { service, dedupKey: IsNull(), private: false, state: In(['open', 'reopened'] satisfies IncidentState[]) };
    const [found] = await this.manager.getRepository(IncidentEntity).find({ where, order: { id: 'DESC' }, take: 1 });
    return found;
  }

  /** Those that not everybody may see. */
  async privateOnes(states: readonly IncidentState[]): Promise<IncidentRow[]> {
    return await this.manager.getRepository(IncidentEntity).findBy({ private: true, state: In([...states]) });
  }

  /** How many there are, by severity. */
  async counts(states: readonly IncidentState[], { hidden, service }: Which): Promise<Record<Severity, number>> {
    const rows: { severity: Severity; count: number }[] = await this.manager.query(
      'select severity, count(*)::integer as count from incidents where state = any($1) and id <> all($2) and ($3::text is null or service = $3) group by severity',
      [states, hidden, service ?? null],
    );
    const found = new Map(rows.map(({ severity, count }) => [severity, count]));
    return Object.fromEntries(SEVERITIES.map((severity) => [severity, found.get(severity) ?? 0])) as Record<Severity, number>;
  }

  /** A page of those that `counts` counts: newest first, or the worst first and within a severity the newest. */
  async page(states: readonly IncidentState[], { hidden, service }: Which, cut: Cut): Promise<IncidentRow[]> {
    const query = this.manager
      .getRepository(IncidentEntity)
      .createQueryBuilder('i')
      .where('i.state = any(:states) and i.id <> all(:hidden)', { states, hidden });
    if (service !== undefined) query.andWhere('i.service = :service', { service });
    // Severities are named so that their names sort as they weigh.
    if (cut.order === 'worst') query.orderBy('i.severity', 'ASC');
    return await query.addOrderBy('i.id', 'DESC').offset(cut.offset).limit(cut.limit).getMany();
  }

  /** Newest first. */
  async list(states: readonly IncidentState[], limit: number): Promise<IncidentRow[]> {
    return await this.manager.getRepository(IncidentEntity).find({ where: { state: In([...states]) }, order: { id: 'DESC' }, take: limit });
  }

  /**
   * Writes the changes and raises the version; the caller holds the lock. A new severity or state is the briefing's headline: it is shown at once, whatever the
   * distance between two edits.
   */
  async change(id: number, changes: Changes): Promise<void> {
    const headline = changes.severity !== undefined || changes.state !== undefined;
    const dueAtOnce = headline ? { briefingDueAt: () => `case when briefing_due_at is null then null else ${AT_ONCE} end` } : {};
    await this.manager.getRepository(IncidentEntity).update({ id }, { ...changes, ...dueAtOnce, version: () => 'version + 1' });
  }

  /** Writes where the incident lives (channel, briefing, bridge) without raising the version: no decision rests on these. */
  async place(id: number, changes: Changes): Promise<void> {
    await change(this.manager, { tables: ['incidents'], changes: [updating(this.manager, IncidentEntity, { id }, changes)] });
  }

  /** Makes the briefing due, not sooner than `minGapMs` after its last edit, and never later than it already was. Nothing before its first post. */
  async touchBriefing(id: number, now: Date, minGapMs: number): Promise<void> {
    await this.manager.query(
      `update incidents
          set briefing_due_at = least(coalesce(briefing_due_at, 'infinity'),
                                      greatest($2::timestamptz, coalesce(briefing_edited_at, '-infinity') + $3 * interval '1 millisecond'))
        where id = $1 and briefing_due_at is not null`,
      [id, now, minGapMs],
    );
  }

  /** What decides whose briefing has its turn, of those that are due: not more than `limit`, the most severe first. */
  async dueBriefings(now: Date, limit: number): Promise<DueBriefing[]> {
    return await this.manager.query(
      `select id, severity, state, briefing_due_at as "briefingDueAt", briefing_edited_at as "briefingEditedAt" from incidents
        where briefing_due_at <= $1 order by severity, briefing_due_at limit $2`,
      [now, limit],
    );
  }

  /** Those of them that are still due, locked as by `lock` until the transaction ends; those that another process is deciding about are left to it. */
  async lockDueBriefings(ids: readonly number[], now: Date): Promise<IncidentRow[]> {
    if (ids.length === 0) return [];
    return await this.manager.getRepository(IncidentEntity).find({
      where: { id: In([...ids]), briefingDueAt: LessThanOrEqual(now) },
      lock: { mode: 'for_no_key_update', onLocked: 'skip_locked' },
    });
  }

  /**
   * Puts the next look at a briefing to `nextDueAt`. The edit counts from here on, so that what changes while it is under way keeps its
   * distance.
   */
  async beginBriefing(id: number, now: Date, nextDueAt: Date): Promise<void> {
    await this.place(id, { briefingDueAt: nextDueAt, briefingEditedAt: now });
  }

  /** The same for several at once. */
  async beginBriefings(looks: readonly { id: number; nextDueAt: Date }[], now: Date): Promise<void> {
    if (looks.length === 0) return;
    await this.manager.query(
      `update incidents i set briefing_due_at = look.next, briefing_edited_at = $1
         from unnest($2::integer[], $3::timestamptz[]) look (id, next) where i.id = look.id`,
      [now, looks.map(({ id }) => id), looks.map(({ nextDueAt }) => nextDueAt)],
    );
  }

  /**
   * Notes that the briefing was edited at `at`; the next edit keeps its distance of `minGapMs`. `final` was an edit that showed the end: if
   * it still is the end, nobody looks again. With `next` the next look is at that time, unless something made it due before `unlessDueBefore`, as
   * `beginBriefing` left it. Returns when somebody looks again.
   */
  async briefingEdited(
    id: number,
    at: Date,
    options: { minGapMs: number; final: boolean; next?: { at: Date; unlessDueBefore: Date } | undefined },
  ): Promise<Date | undefined> {
    const rows: { at: Date | null }[] = await this.manager
      .query(
        `update incidents
            set briefing_edited_at = $2,
                briefing_due_at = case when briefing_due_at is null or ($4 and state in ('closed', 'cancelled')) then null
                                       when briefing_due_at = ${AT_ONCE} then $2::timestamptz
                                       when briefing_due_at >= $6::timestamptz then $5::timestamptz
                                       else greatest(briefing_due_at, $2::timestamptz + $3 * interval '1 millisecond') end
          where id = $1
      returning briefing_due_at as at`,
        [id, at, options.minGapMs, options.final, options.next?.at ?? null, options.next?.unlessDueBefore ?? null],
      )
      .then((result) => (Array.isArray(result[0]) ? result[0] : result));
    return rows[0]?.at ?? undefined;
  }
}
