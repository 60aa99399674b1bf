import { DataSource, type EntityManager } from 'typeorm';
import type { Log } from '../domain/ports.ts';
import { afterCommit, committing } from './after-commit.ts';
import { ENTITIES } from './entities.ts';
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
import { RunLocks } from './run-locks.ts';
import { AlertChangeStore } from './stores/alert-changes.ts';
import { AlertEventStore } from './stores/alert-events.ts';
import { AlertStore } from './stores/alerts.ts';
import { AnalysisStore } from './stores/analyses.ts';
import { AnalysisItemStore } from './stores/analysis-items.ts';
import { BriefingChartStore } from './stores/briefing-charts.ts';
import { BudgetStore } from './stores/budgets.ts';
import { DeadlineStore } from './stores/deadlines.ts';
import { DiagnosisStore } from './stores/diagnoses.ts';
import { EscalationStore } from './stores/escalations.ts';
import { FollowUpStore } from './stores/follow-ups.ts';
import { FreezeStore } from './stores/freezes.ts';
import { HeapBaselineStore } from './stores/heap-baselines.ts';
import { HeapHistogramStore } from './stores/heap-histograms.ts';
import { InboxStore } from './stores/inbox.ts';
import { IncidentStore } from './stores/incidents.ts';
import { MitigationAuditStore } from './stores/mitigation-audit.ts';
import { MitigationRunStore } from './stores/mitigation-runs.ts';
import { OncallOverrideStore } from './stores/oncall-overrides.ts';
import { OutboxStore } from './stores/outbox.ts';
import { PageStore } from './stores/pages.ts';
import { PublicNoticeStore } from './stores/public-notices.ts';
import { RetroStore } from './stores/retros.ts';
import { RoleStore } from './stores/roles.ts';
import { RunStore } from './stores/runs.ts';
import { SampleStore } from './stores/samples.ts';
import { StepStore } from './stores/steps.ts';
import { TimelineStore } from './stores/timeline.ts';
import { UpdateStore } from './stores/updates.ts';
import { UserGroupStore } from './stores/user-groups.ts';
import { WatchStore } from './stores/watches.ts';
import { CommitUnknown, isUnreachable, knowingTheCommit } from './unreachable.ts';

export type * from './alert-entities.ts';
export type * from './analysis-entities.ts';
export type * from './briefing-entities.ts';
export type * from './diagnosis-entities.ts';
export type * from './entities.ts';
export type * from './mitigation-entities.ts';
export type * from './paging-entities.ts';
export type * from './review-entities.ts';
export type { RunLock, RunLocks } from './run-locks.ts';
export type { NewAlertChange } from './stores/alert-changes.ts';
export type { NewAlertEvent } from './stores/alert-events.ts';
export type { HeapBaseline } from './stores/heap-baselines.ts';
export type { NewOutboxRow } from './stores/outbox.ts';
export type * from './watch-entities.ts';

/** One store per table, all on the same connection or transaction. */
export interface Stores {
  incidents: IncidentStore;
  timeline: TimelineStore;
  roles: RoleStore;
  deadlines: DeadlineStore;
  inbox: InboxStore;
  runs: RunStore;
  steps: StepStore;
  updates: UpdateStore;
  outbox: OutboxStore;
  escalations: EscalationStore;
  pages: PageStore;
  retros: RetroStore;
  followUps: FollowUpStore;
  oncallOverrides: OncallOverrideStore;
  userGroups: UserGroupStore;
  samples: SampleStore;
  briefingCharts: BriefingChartStore;
  budgets: BudgetStore;
  diagnoses: DiagnosisStore;
  watches: WatchStore;
  alertChanges: AlertChangeStore;
  alertEvents: AlertEventStore;
  alerts: AlertStore;
  analyses: AnalysisStore;
  analysisItems: AnalysisItemStore;
  heapHistograms: HeapHistogramStore;
  mitigationRuns: MitigationRunStore;
  mitigationAudit: MitigationAuditStore;
  freezes: FreezeStore;
  publicNotices: PublicNoticeStore;
  heapBaselines: HeapBaselineStore;
}

/** The truth: one Postgres database. */
export interface Storage extends Stores {
  /** Runs `work` in one transaction; it is undone when `work` rejects. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * Runs `act` when the transaction around this call has committed (never if it is undone), or at once when there is none: whoever is woken
   * before the commit finds nothing.
   */
  afterCommit(act: () => void): void;
  readonly locks: RunLocks;
  readonly url: string;
  /** Brings the schema up to date; safe to call from several processes at once. */
  migrate(): Promise<void>;
  /** The name of this deployment, made when its database was: what shares a Redis with others is told apart by it. */
  deployment(): Promise<string>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Whether an error means that the database could not be reached or is going down, as opposed to a mistake of ours. */
  isUnreachable(error: unknown): boolean;
  /** Whether an error means that the database was lost at a commit, so that what was asked may be recorded or not. */
  isUndecided(error: unknown): boolean;
  close(): Promise<void>;
}

/** Two migrations at once on an empty database make one of them fail, so they queue behind this advisory lock. */
const MIGRATION_LOCK = 4_242_001;

/** Connects to `url` (postgres://…); rejects when the server does not answer. */
export async function openStorage(options: { url: string; log: Log; poolSize?: number }): Promise<Storage> {
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: 'bongsu',
    entities: ENTITIES,
    migrations: [
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
    ],
    poolSize: options.poolSize ?? 12,
    // Incidents come in bursts after hours of calm: connecting anew for each burst costs more than keeping the connections.
    extra: { idleTimeoutMillis: 600_000 },
    connectTimeoutMS: 5_000,
    // A connection that the server closed (a restart) is replaced by the pool; it must not end the process.
    poolErrorHandler: (error: unknown) => options.log.warn({ err: error }, 'A database connection was lost.'),
  });
  await source.initialize();
  const locks = new RunLocks(options.url, options.log);
  return {
    ...storesOn(source.manager),
    locks,
    url: options.url,
    transaction: (work) =>
      committing(() =>
        knowingTheCommit((onlyCommitLeft) => source.transaction(async (manager) => onlyCommitLeft(await work(storesOn(manager))))),
      ),
    afterCommit,
    migrate: () => migrate(source),
    deployment: async () => (await source.query('select name from deployment'))[0].name,
    ping: async () => {
      await source.query('select 1');
    },
    isUnreachable,
    isUndecided: (error) => error instanceof CommitUnknown,
    close: async () => {
      await locks.close();
      await source.destroy();
    },
  };
}

function storesOn(manager: EntityManager): Stores {
  return {
    incidents: new IncidentStore(manager),
    timeline: new TimelineStore(manager),
    roles: new RoleStore(manager),
    deadlines: new DeadlineStore(manager),
    inbox: new InboxStore(manager),
    runs: new RunStore(manager),
    steps: new StepStore(manager),
    updates: new UpdateStore(manager),
    outbox: new OutboxStore(manager),
    escalations: new EscalationStore(manager),
    pages: new PageStore(manager),
    retros: new RetroStore(manager),
    followUps: new FollowUpStore(manager),
    oncallOverrides: new OncallOverrideStore(manager),
    userGroups: new UserGroupStore(manager),
    samples: new SampleStore(manager),
    briefingCharts: new BriefingChartStore(manager),
    budgets: new BudgetStore(manager),
    diagnoses: new DiagnosisStore(manager),
    watches: new WatchStore(manager),
    alertChanges: new AlertChangeStore(manager),
    alertEvents: new AlertEventStore(manager),
    alerts: new AlertStore(manager),
    analyses: new AnalysisStore(manager),
    analysisItems: new AnalysisItemStore(manager),
    heapHistograms: new HeapHistogramStore(manager),
    mitigationRuns: new MitigationRunStore(manager),
    mitigationAudit: new MitigationAuditStore(manager),
    freezes: new FreezeStore(manager),
    publicNotices: new PublicNoticeStore(manager),
    heapBaselines: new HeapBaselineStore(manager),
  };
}

async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
