import { AlertChangeEntity } from './alerts/alert-changes.ts';
import { AlertEventEntity } from './alerts/alert-events.ts';
import { AlertEntity } from './alerts/alerts.ts';
import { AnalysisEntity, CollectionEntity } from './analysis/analyses.ts';
import { AnalysisItemEntity } from './analysis/analysis-items.ts';
import { DiagnosisEntity } from './analysis/diagnoses.ts';
import { HeapBaselineEntity } from './analysis/heap-baselines.ts';
import { HeapHistogramEntity } from './analysis/heap-histograms.ts';
import { BriefingChartEntity } from './briefing/briefing-charts.ts';
import { SampleEntity } from './briefing/samples.ts';
import { StandingNoticeEntity } from './briefing/standing-notices.ts';
import { WatchEntity } from './briefing/watches.ts';
import { DeadlineEntity } from './incident/deadlines.ts';
import { GonePlaceEntity } from './incident/gone-places.ts';
import { ImpactEntity } from './incident/impacts.ts';
import { IncidentEntity } from './incident/incidents.ts';
import { LostHomeEntity } from './incident/lost-homes.ts';
import { RoleEntity } from './incident/roles.ts';
import { TimelineEntity } from './incident/timeline.ts';
import { FreezeEntity } from './mitigation/freezes.ts';
import { MitigationAuditEntity } from './mitigation/mitigation-audit.ts';
import { MitigationRunEntity } from './mitigation/mitigation-runs.ts';
import { PublicNoticeEntity } from './mitigation/public-notices.ts';
import { AcknowledgementEntity } from './paging/acknowledgements.ts';
import { EscalationEntity } from './paging/escalations.ts';
import { OncallOverrideEntity } from './paging/oncall-overrides.ts';
import { PageEntity } from './paging/pages.ts';
import { UserGroupEntity } from './paging/user-groups.ts';
import { FollowUpEntity } from './review/follow-ups.ts';
import { RetroEntity, RetroInviteeEntity } from './review/retros.ts';
import { InboxEntity } from './runtime/inbox.ts';
import { OutboxEntity } from './runtime/outbox.ts';
import { RunEntity } from './runtime/runs.ts';
import { StepEntity } from './runtime/steps.ts';
import { SubscriptionEntity } from './subscribers/subscriptions.ts';
import { ExternalPageEntity } from './updates/external-pages.ts';
import { MaintenanceEntity } from './updates/maintenances.ts';
import { SocialNoticeEntity } from './updates/social-notices.ts';
import { UpdateTextEntity } from './updates/update-texts.ts';
import { UpdateEntity } from './updates/updates.ts';

/** Every table, one file each, with its row as the stores see it; the checks that hold rows together are in the migrations. */
export const ENTITIES = [
  IncidentEntity,
  TimelineEntity,
  ImpactEntity,
  RoleEntity,
  DeadlineEntity,
  InboxEntity,
  RunEntity,
  StepEntity,
  UpdateEntity,
  UpdateTextEntity,
  ExternalPageEntity,
  SocialNoticeEntity,
  OutboxEntity,
  EscalationEntity,
  PageEntity,
  AcknowledgementEntity,
  OncallOverrideEntity,
  UserGroupEntity,
  GonePlaceEntity,
  LostHomeEntity,
  RetroEntity,
  RetroInviteeEntity,
  FollowUpEntity,
  SampleEntity,
  WatchEntity,
  BriefingChartEntity,
  StandingNoticeEntity,
  DiagnosisEntity,
  AlertEventEntity,
  AlertEntity,
  AlertChangeEntity,
  AnalysisEntity,
  CollectionEntity,
  AnalysisItemEntity,
  HeapHistogramEntity,
  HeapBaselineEntity,
  MitigationRunEntity,
  FreezeEntity,
  MitigationAuditEntity,
  PublicNoticeEntity,
  MaintenanceEntity,
  SubscriptionEntity,
];

export type * from './alerts/alert-changes.ts';
export type * from './alerts/alert-events.ts';
export type * from './alerts/alert-refusals.ts';
export type * from './alerts/alert-words.ts';
export type * from './alerts/alerts.ts';
export type * from './analysis/analyses.ts';
export type * from './analysis/analysis-items.ts';
export type * from './analysis/diagnoses.ts';
export type * from './analysis/heap-baselines.ts';
export type * from './analysis/heap-histograms.ts';
export type * from './briefing/briefing-charts.ts';
export type * from './briefing/samples.ts';
export type * from './briefing/standing-notices.ts';
export type * from './briefing/watches.ts';
export type * from './incident/deadlines.ts';
export type * from './incident/gone-places.ts';
export type * from './incident/impacts.ts';
export type * from './incident/incidents.ts';
export type * from './incident/lost-homes.ts';
export type * from './incident/roles.ts';
export type * from './incident/timeline.ts';
export type * from './mitigation/freezes.ts';
export type * from './mitigation/mitigation-audit.ts';
export type * from './mitigation/mitigation-runs.ts';
export type * from './mitigation/public-notices.ts';
export type * from './paging/acknowledgements.ts';
export type * from './paging/escalations.ts';
export type * from './paging/oncall-overrides.ts';
export type * from './paging/pages.ts';
export type * from './paging/user-groups.ts';
export type * from './review/follow-ups.ts';
export type * from './review/retros.ts';
export type * from './runtime/budgets.ts';
export type * from './runtime/due.ts';
export type * from './runtime/inbox.ts';
export type * from './runtime/outbox.ts';
export type * from './runtime/records.ts';
export type * from './runtime/runs.ts';
export type * from './runtime/steps.ts';
export type * from './runtime/timers.ts';
export type * from './runtime/waiting.ts';
export type * from './subscribers/deliveries.ts';
export type * from './subscribers/notices.ts';
export type * from './subscribers/subscriptions.ts';
export type * from './updates/external-pages.ts';
export type * from './updates/maintenances.ts';
export type * from './updates/public-records.ts';
export type * from './updates/social-notices.ts';
export type * from './updates/update-texts.ts';
export type * from './updates/updates.ts';
