import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Log } from '../domain/ports/log.ts';
import type { DatabaseTrouble } from '../domain/process/database-trouble.ts';
import { afterCommit, committing } from './after-commit.ts';
import { gatherFor } from './gathered.ts';
import { Initial1763880000000 } from './migrations/0001-initial.ts';
import { OncallOverrides1763884800000 } from './migrations/0002-oncall-overrides.ts';
import { RetroFollowUps1764200000000 } from './migrations/0003-retro-follow-ups.ts';
import { Samples1764300000000 } from './migrations/0004-samples.ts';
import { Alerts1764400000000 } from './migrations/0005-alerts.ts';
import { BriefingCharts1764550000000 } from './migrations/0006-briefing-charts.ts';
import { Analysis1764600000000 } from './migrations/0007-analysis.ts';
import { Diagnoses1764500000000 } from './migrations/0008-diagnoses.ts';
import { AlertEventsForgotten1764700000000 } from './migrations/0009-alert-events-forgotten.ts';
import { Mitigations1764800000000 } from './migrations/0010-mitigations.ts';
import { HeapBaselines1764900000000 } from './migrations/0011-heap-baselines.ts';
import { NoticeKeys1764950000000 } from './migrations/0012-notice-keys.ts';
import { IncidentLanguage1765000000000 } from './migrations/0013-incident-language.ts';
import { EarlierPages1765100000000 } from './migrations/0014-earlier-pages.ts';
import { Reached1765200000000 } from './migrations/0015-reached.ts';
import { Stopping1765220000000 } from './migrations/0017-stopping.ts';
import { AlertDoors1765230000000 } from './migrations/0018-alert-doors.ts';
import { Doubts1765240000000 } from './migrations/0019-doubts.ts';
import { Processes1765250000000 } from './migrations/0020-processes.ts';
import { RecordsStay1765260000000 } from './migrations/0021-records-stay.ts';
import { WaitsFor1765280000000 } from './migrations/0023-waits-for.ts';
import { CrossedSignals1765300000000 } from './migrations/0025-crossed-signals.ts';
import { RowsFollowTheCause1765310000000 } from './migrations/0026-rows-follow-the-cause.ts';
import { Reasons1765330000000 } from './migrations/0028-reasons.ts';
import { EffectsAndTimers1765340000000 } from './migrations/0029-effects-and-timers.ts';
import { Services1765350000000 } from './migrations/0030-services.ts';
import { AnyLanguage1765430000000 } from './migrations/0031-any-language.ts';
import { ToldTexts1765440000000 } from './migrations/0032-told-texts.ts';
import { Subscriptions1765450000000 } from './migrations/0033-subscriptions.ts';
import { Maintenance1765460000000 } from './migrations/0034-maintenance.ts';
import { ExternalPages1765470000000 } from './migrations/0035-external-pages.ts';
import { SocialNotices1765480000000 } from './migrations/0036-social-notices.ts';
import { Impacts1765500000000 } from './migrations/0038-impacts.ts';
import { RetroPeople1765520000000 } from './migrations/0040-retro-people.ts';
import { ProcessLease } from './process-lease.ts';
import { readingTogether } from './read-together.ts';
import { writeTrouble } from './room.ts';
import { MIGRATION_LIMITS, sessionConfig } from './sessions.ts';
import { AlertChangeStore } from './tables/alerts/alert-changes.ts';
import { AlertEventStore } from './tables/alerts/alert-events.ts';
import { AlertRefusalStore } from './tables/alerts/alert-refusals.ts';
import { AlertWordStore } from './tables/alerts/alert-words.ts';
import { AlertStore } from './tables/alerts/alerts.ts';
import { AnalysisStore } from './tables/analysis/analyses.ts';
import { AnalysisItemStore } from './tables/analysis/analysis-items.ts';
import { DiagnosisStore } from './tables/analysis/diagnoses.ts';
import { HeapBaselineStore } from './tables/analysis/heap-baselines.ts';
import { HeapHistogramStore } from './tables/analysis/heap-histograms.ts';
import { BriefingChartStore } from './tables/briefing/briefing-charts.ts';
import { SampleStore } from './tables/briefing/samples.ts';
import { StandingNoticeStore } from './tables/briefing/standing-notices.ts';
import { WatchStore } from './tables/briefing/watches.ts';
import { DeadlineStore } from './tables/incident/deadlines.ts';
import { GonePlaceStore } from './tables/incident/gone-places.ts';
import { ImpactStore } from './tables/incident/impacts.ts';
import { IncidentStore } from './tables/incident/incidents.ts';
import { LostHomeStore } from './tables/incident/lost-homes.ts';
import { RoleStore } from './tables/incident/roles.ts';
import { TimelineStore } from './tables/incident/timeline.ts';

import { ENTITIES } from './tables/index.ts';
import { FigureStore } from './tables/insights/figures.ts';
import { FreezeStore } from './tables/mitigation/freezes.ts';
import { MitigationAuditStore } from './tables/mitigation/mitigation-audit.ts';
import { MitigationRunStore } from './tables/mitigation/mitigation-runs.ts';
import { PublicNoticeStore } from './tables/mitigation/public-notices.ts';
import { AcknowledgementStore } from './tables/paging/acknowledgements.ts';
import { EscalationStore } from './tables/paging/escalations.ts';
import { OncallOverrideStore } from './tables/paging/oncall-overrides.ts';
import { PageStore } from './tables/paging/pages.ts';
import { UserGroupStore } from './tables/paging/user-groups.ts';
import { FollowUpStore } from './tables/review/follow-ups.ts';
import { RetroStore } from './tables/review/retros.ts';
import { BudgetStore } from './tables/runtime/budgets.ts';
import { DueStore } from './tables/runtime/due.ts';
import { InboxStore } from './tables/runtime/inbox.ts';
import { OutboxStore } from './tables/runtime/outbox.ts';
import { PlaybookStore } from './tables/runtime/playbooks.ts';
import { RecordStore } from './tables/runtime/records.ts';
import { RunStore } from './tables/runtime/runs.ts';
import { ServiceStore } from './tables/runtime/services.ts';
import { StepStore } from './tables/runtime/steps.ts';
import { TimerStore } from './tables/runtime/timers.ts';
import { WaitingStore } from './tables/runtime/waiting.ts';
import { DeliveryStore } from './tables/subscribers/deliveries.ts';
import { NoticeStore } from './tables/subscribers/notices.ts';
import { SubscriptionStore } from './tables/subscribers/subscriptions.ts';
import { ExternalPageStore } from './tables/updates/external-pages.ts';
import { MaintenanceStore } from './tables/updates/maintenances.ts';
import { PublicRecordStore } from './tables/updates/public-records.ts';
import { SocialNoticeStore } from './tables/updates/social-notices.ts';
import { UpdateTextStore } from './tables/updates/update-texts.ts';
import { UpdateStore } from './tables/updates/updates.ts';
import { CommitUnknown, isDeadlock, knowingTheCommit, troubleOf } from './trouble.ts';

export { columnsOf, type Effect, type EffectRow, type EffectShape, effect, isAtHome, problemsIn } from './effect.ts';
export type { LostProcess } from './neighbours.ts';
export type { LeaseListener, ProcessLease } from './process-lease.ts';
export { sessionConfig } from './sessions.ts';
export type * from './tables/index.ts';
export { DUE_KINDS, isDueKind } from './tables/runtime/due.ts';

/** One store per table; adding one is one line here. */
const STORES = {
  incidents: IncidentStore,
  timeline: TimelineStore,
  impacts: ImpactStore,
  roles: RoleStore,
  deadlines: DeadlineStore,
  inbox: InboxStore,
  runs: RunStore,
  steps: StepStore,
  updates: UpdateStore,
  updateTexts: UpdateTextStore,
  externalPages: ExternalPageStore,
  socialNotices: SocialNoticeStore,
  outbox: OutboxStore,
  escalations: EscalationStore,
  pages: PageStore,
  due: DueStore,
  acknowledgements: AcknowledgementStore,
  retros: RetroStore,
  followUps: FollowUpStore,
  oncallOverrides: OncallOverrideStore,
  userGroups: UserGroupStore,
  samples: SampleStore,
  briefingCharts: BriefingChartStore,
  budgets: BudgetStore,
  diagnoses: DiagnosisStore,
  watches: WatchStore,
  alertChanges: AlertChangeStore,
  alertEvents: AlertEventStore,
  alertRefusals: AlertRefusalStore,
  alertWords: AlertWordStore,
  alerts: AlertStore,
  analyses: AnalysisStore,
  analysisItems: AnalysisItemStore,
  heapHistograms: HeapHistogramStore,
  mitigationRuns: MitigationRunStore,
  mitigationAudit: MitigationAuditStore,
  freezes: FreezeStore,
  publicNotices: PublicNoticeStore,
  heapBaselines: HeapBaselineStore,
  gonePlaces: GonePlaceStore,
  lostHomes: LostHomeStore,
  standingNotices: StandingNoticeStore,
  waiting: WaitingStore,
  records: RecordStore,
  timers: TimerStore,
  services: ServiceStore,
  playbooks: PlaybookStore,
  maintenances: MaintenanceStore,
  publicRecords: PublicRecordStore,
  figures: FigureStore,
  subscriptions: SubscriptionStore,
  notices: NoticeStore,
  deliveries: DeliveryStore,
} satisfies Record<string, new (manager: EntityManager) => object>;

/** All on the same connection or transaction. */
export type Stores = { [Name in keyof typeof STORES]: InstanceType<(typeof STORES)[Name]> };

/** The truth: one Postgres database. */
export interface Storage extends Stores {
  /** Runs `work` in one transaction; it is undone when `work` rejects. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * For work that only reads and changes nothing: rows that it looks for side by side are asked for in one statement. In a transaction it would not see what that changed.
   */
  readonly together: Stores;
  /**
   * Runs `act` when the transaction around this call has committed (never if it is undone), or at once when there is none: whoever is woken
   * before the commit finds nothing.
   */
  afterCommit(act: () => void): void;
  /** Under which this process works on what it takes; there is none before it is taken. */
  readonly lease: ProcessLease;
  readonly url: string;
  /** Brings the schema up to date; safe to call from several processes at once. */
  migrate(): Promise<void>;
  /** Whether the schema is that of this release; only looks. */
  isCurrent(): Promise<boolean>;
  /** The name of this deployment, made when its database was: what shares a Redis with others is told apart by it. */
  deployment(): Promise<string>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Why nothing could be recorded at the moment: the disk is full, or it may only be read; found out by trying. */
  writeTrouble(): Promise<DatabaseTrouble | undefined>;
  /** Why the database cannot do what was asked at the moment; undefined when the error is a mistake of ours. */
  troubleOf(error: unknown): DatabaseTrouble | undefined;
  /** Whether an error means that two transactions were in the way of each other and the database undid this one, wholly. */
  isDeadlock(error: unknown): boolean;
  /** Whether there is such a trouble: to be tried again, and nothing is wrong with what was asked. */
  isUnreachable(error: unknown): boolean;
  /** Whether an error means that the database was lost at a commit, so that what was asked may be recorded or not. */
  isUndecided(error: unknown): boolean;
  close(): Promise<void>;
}

/** By the time at the end of their names. */
const MIGRATIONS = [
  Initial1763880000000,
  OncallOverrides1763884800000,
  RetroFollowUps1764200000000,
  Samples1764300000000,
  BriefingCharts1764550000000,
  Diagnoses1764500000000,
  Alerts1764400000000,
  Analysis1764600000000,
  Mitigations1764800000000,
  AlertEventsForgotten1764700000000,
  HeapBaselines1764900000000,
  NoticeKeys1764950000000,
  IncidentLanguage1765000000000,
  EarlierPages1765100000000,
  Reached1765200000000,
  Stopping1765220000000,
  AlertDoors1765230000000,
  Doubts1765240000000,
  Processes1765250000000,
  RecordsStay1765260000000,
  CrossedSignals1765300000000,
  RowsFollowTheCause1765310000000,
  Reasons1765330000000,
  WaitsFor1765280000000,
  EffectsAndTimers1765340000000,
  Services1765350000000,
  AnyLanguage1765430000000,
  ToldTexts1765440000000,
  Subscriptions1765450000000,
  Maintenance1765460000000,
  ExternalPages1765470000000,
  SocialNotices1765480000000,
  Impacts1765500000000,
  RetroPeople1765520000000,
];

/** Two migrations at once on an empty database make one of them fail, so they queue behind this advisory lock. */
const MIGRATION_LOCK = 4_242_001;

/** Connects to `url` (postgres://…); rejects when the server does not answer. */
export async function openStorage(options: { url: string; log: Log; poolSize?: number }): Promise<Storage> {
  // Sessions of one process have one name, by which they are ended when it is taken for dead.
  const name = `bongsu-${randomUUID()}`;
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    poolSize: options.poolSize ?? 12,
    // Incidents come in bursts after hours of calm: connecting anew for each burst costs more than keeping the connections.
    extra: { idleTimeoutMillis: 600_000, ...sessionConfig(options.url, { name }) },
    // A connection that the server closed (a restart) is replaced by the pool; it must not end the process.
    poolErrorHandler: (error: unknown) => options.log.warn({ err: error }, 'A database connection was lost.'),
  });
  await source.initialize();
  const lease = new ProcessLease({ url: options.url, sessionName: name, log: options.log });
  return {
    ...storesOn(source.manager),
    lease,
    url: options.url,
    transaction: (work) => committing(() => knowingTheCommit((lastIsSent) => inTransaction(source, work, lastIsSent))),
    together: storesOn(readingTogether(source)),
    afterCommit,
    migrate: () => migrate(source, name),
    isCurrent: () => isCurrent(source),
    deployment: async () => (await source.query('select name from deployment'))[0].name,
    ping: async () => {
      await source.query('select 1');
    },
    writeTrouble: () => writeTrouble(source),
    troubleOf,
    isDeadlock,
    isUnreachable: (error) => troubleOf(error) !== undefined,
    isUndecided: (error) => error instanceof CommitUnknown,
    close: async () => {
      await lease.close();
      await source.destroy();
    },
  };
}

async function inTransaction<T>(source: DataSource, work: (stores: Stores) => Promise<T>, lastIsSent: () => void): Promise<T> {
  const runner = source.createQueryRunner();
  gatherFor(runner, lastIsSent);
  try {
    return await runner.manager.transaction(async (manager) => await work(storesOn(manager)));
  } finally {
    await runner.release();
  }
}

function storesOn(manager: EntityManager): Stores {
  return Object.fromEntries(Object.entries(STORES).map(([name, Store]) => [name, new Store(manager)])) as Stores;
}

/** All on one session, which holds the lock and has limits of its own; whatever becomes of it, the lock ends with it. */
async function migrate(source: DataSource, name: string): Promise<void> {
  if (await isCurrent(source)) return;
  const { url = '' } = source.options as { url?: string };
  const migrating = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    poolSize: 1,
    extra: sessionConfig(url, { name, limits: MIGRATION_LIMITS }),
  });
  await migrating.initialize();
  const runner = migrating.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runMigrations(migrating, runner);
  } finally {
    // The reason why it failed is told, not that the session which it failed with cannot be closed.
    await runner.release().catch(() => undefined);
    await migrating.destroy().catch(() => undefined);
  }
}

/** Without TypeORM's own question, which makes its table where there is none. */
async function isCurrent(source: DataSource): Promise<boolean> {
  const [{ is }] = await source.query("select to_regclass('migrations') is not null as is");
  if (!is) return false;
  const done: { name: string }[] = await source.query('select name from migrations');
  const names = new Set(done.map(({ name }) => name));
  return source.migrations.every((migration) => names.has(migration.name ?? migration.constructor.name));
}

async function runMigrations(source: DataSource, runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(source, runner);
  executor.transaction = 'each';
  await executor.executePendingMigrations();
}
