import { alertsDrain } from './alerts/alerts-drain.ts';
import { forgetAlerts } from './alerts/forget-alerts.ts';
import { alertDoorsReadiness } from './alerts/readiness.ts';
import { analysisWorkflow } from './analysis/analysis-workflow.ts';
import { analysisRefreshKind } from './analysis/board-message.ts';
import { collectionsDrain } from './analysis/collections-drain.ts';
import { heapBaselinesDrain } from './analysis/heap-baselines-drain.ts';
import { chartsDrain } from './briefing/draw-charts.ts';
import { graphKind } from './briefing/post-graph.ts';
import { briefingsDrain } from './briefing/refresh-briefings.ts';
import { remindersDrain } from './deadlines/remind-owners.ts';
import { deadlinesDrain } from './deadlines/watch-deadlines.ts';
import { diagnosesDrain } from './diagnosis/diagnose-incidents.ts';
import { clocks } from './health/clocks.ts';
import { ownLease } from './health/lease.ts';
import { lackingParts } from './health/parts.ts';
import { recording } from './health/recording.ts';
import { silentProcesses } from './health/silent-processes.ts';
import { undelivered } from './health/undelivered.ts';
import { waiting } from './health/waiting.ts';
import { catchUpKind } from './incident/catch-up.ts';
import { announcementRefreshKind } from './incident/declare/announce.ts';
import { declareWorkflow } from './incident/declare/workflow.ts';
import { topicRefreshKind } from './incident/refresh-topic.ts';
import { turnMaintenance } from './maintenance/turn-maintenance.ts';
import { chatMessageKind } from './messages/chat-message.ts';
import { mitigationWorkflow } from './mitigation/run/execute-workflow.ts';
import { mitigationsDrain } from './mitigation/run/mitigations-drain.ts';
import { mitigationPostKind, mitigationRefreshKind } from './mitigation/run/run-message.ts';
import { mitigationUndoWorkflow } from './mitigation/run/undo-workflow.ts';
import { userGroupsDrain } from './oncall/refresh-user-groups.ts';
import { escalationsDrain } from './paging/escalate.ts';
import { inviteKind } from './paging/invite-paged.ts';
import { pageKind, placeKind } from './paging/page-effects.ts';
import { pageRepeatsDrain, pagesDrain } from './paging/pages-drains.ts';
import { settleKind } from './paging/settle-pagers.ts';
import { showKind } from './paging/show-page.ts';
import { troubleKind } from './paging/tell-trouble.ts';
import { unreachedCheck } from './paging/unreached.ts';
import { accessReadiness } from './places/access.ts';
import { briefingAnewKind, briefingPinKind } from './places/briefing-anew.ts';
import { placesDrain } from './places/probe-places.ts';
import { rehomeWorkflow } from './places/rehome-workflow.ts';
import { leadsMailKind } from './places/tell-leads.ts';
import { followUpsDrain } from './review/remind-follow-ups.ts';
import { retroAnewKind, retroRefreshKind } from './review/retro-message.ts';
import { retroWorkflow } from './review/retro-workflow.ts';
import { retroUnanswered } from './review/unanswered-retro.ts';
import type { DeliveredEffect } from './runtime/effect.ts';
import type { Outbox } from './runtime/outbox.ts';
import type { ReadinessCheck } from './runtime/readiness.ts';
import type { CarriedOut } from './runtime/run-kind.ts';
import type { RunEngine } from './runtime/runs.ts';
import type { WholeRuntime } from './runtime/runtime.ts';
import type { TimerJob } from './runtime/timer.ts';
import { timersDrain } from './runtime/timers.ts';
import type { Drain, Topic } from './runtime/wake.ts';
import { socialPostKind } from './social/post-notice.ts';
import { socialShowKind } from './social/show-notice.ts';
import { undecidedNotice } from './social/undecided-notice.ts';
import { socialWithdrawKind } from './social/withdraw-notice.ts';
import { showNoticeKind } from './standing/show-notice.ts';
import { subscriberMailsDrain, subscriberWebhooksDrain } from './subscribers/deliveries-drains.ts';
import { forgetSubscribers } from './subscribers/forget-subscribers.ts';
import { subscribersReadiness } from './subscribers/readiness.ts';
import { subscriberNoticeKind } from './subscribers/slack-notice.ts';
import { subscribersDrain } from './subscribers/spread-notices.ts';
import { addMessageKind } from './timeline/add-message.ts';
import { exportKind } from './timeline/export-timeline.ts';
import { heldUpdate } from './updates/held-update.ts';
import { offerKind } from './updates/offer-draft.ts';
import { compareKind, comparePages } from './updates/pages/compare-pages.ts';
import { putBackKind } from './updates/pages/put-back.ts';
import { updatesDrain } from './updates/send-updates.ts';
import { statusNoticeKind } from './updates/status-notice.ts';
import { audienceKind } from './updates/surfaces/audiences.ts';
import { externalPageKind } from './updates/surfaces/external-pages.ts';
import { helpDeskKind } from './updates/surfaces/help-desk.ts';
import { socialDraftKind } from './updates/surfaces/social.ts';
import { updateKind } from './updates/surfaces/status-channel.ts';
import { subscribersKind } from './updates/surfaces/subscribers.ts';
import { supportKind } from './updates/surfaces/support.ts';
import { writeKind } from './updates/write-update.ts';
import { watchesDrain } from './watch/watches-drain.ts';

type MakesDrain = (whole: WholeRuntime, engines: { runs: RunEngine; outbox: Outbox }) => Drain;

/** What makes one kind of rows with a time in them happen. `atStart`: looked at when the process starts, although no row may be due. */
export type Job = MakesDrain | { drain: MakesDrain; atStart: true };

/** What happens at a time and needs no table of its own, by the name in its row; adding one is one line here (docs/adding/job.md). */
const TIMERS = named({
  'alerts.forget': forgetAlerts,
  'maintenance.turn': turnMaintenance,
  'subscribers.forget': forgetSubscribers,
  'updates.held': heldUpdate,
  'pages.compare': comparePages,
  'social.undecided': undecidedNotice,
  'retro.unanswered': retroUnanswered,
} satisfies Record<string, TimerJob>);

/** Everything that happens by itself at a time, by the name of its rows; adding one with a table of its own is one line here. */
export const JOBS = {
  runs:
    (_whole, { runs }) =>
    () =>
      runs.drain(),
  outbox:
    (_whole, { outbox }) =>
    () =>
      outbox.drain(),
  updates: updatesDrain,
  briefings: briefingsDrain,
  charts: chartsDrain,
  deadlines: deadlinesDrain,
  reminders: remindersDrain,
  escalations: escalationsDrain,
  pages: { drain: pagesDrain, atStart: true },
  'page-repeats': pageRepeatsDrain,
  'user-groups': { drain: userGroupsDrain, atStart: true },
  'follow-ups': followUpsDrain,
  diagnoses: diagnosesDrain,
  watches: { drain: watchesDrain, atStart: true },
  alerts: { drain: alertsDrain, atStart: true },
  collections: collectionsDrain,
  mitigations: mitigationsDrain,
  'heap-baselines': heapBaselinesDrain,
  places: { drain: placesDrain, atStart: true },
  subscribers: subscribersDrain,
  'subscriber-mails': subscriberMailsDrain,
  'subscriber-webhooks': subscriberWebhooksDrain,
  timers: { drain: (whole) => timersDrain(whole, TIMERS), atStart: true },
} satisfies Record<Topic, Job>;

/** Every kind of effect that leaves through the outbox, by the name in its row; adding one is one line here, and under another name it does not compile. */
export const EFFECTS = named({
  'chat.message': chatMessageKind,
  'update.offer': offerKind,
  'update.write': writeKind,
  'update.status-channel': updateKind,
  'update.support': supportKind,
  'update.external-page': externalPageKind,
  'update.help-desk': helpDeskKind,
  'social.draft': socialDraftKind,
  'social.show': socialShowKind,
  'social.post': socialPostKind,
  'social.withdraw': socialWithdrawKind,
  'page.compare': compareKind,
  'page.put-back': putBackKind,
  'update.subscribers': subscribersKind,
  'update.audience': audienceKind,
  'subscriber.notice': subscriberNoticeKind,
  'announcement.refresh': announcementRefreshKind,
  'incident.catch-up': catchUpKind,
  'briefing.anew': briefingAnewKind,
  'briefing.pin': briefingPinKind,
  'status.notice': statusNoticeKind,
  'leads.mail': leadsMailKind,
  'page.notify': pageKind,
  'page.place': placeKind,
  'page.show': showKind,
  'page.invite': inviteKind,
  'page.trouble': troubleKind,
  'topic.refresh': topicRefreshKind,
  'graph.draw': graphKind,
  'pager.settle': settleKind,
  'retro.refresh': retroRefreshKind,
  'retro.anew': retroAnewKind,
  'analysis.refresh': analysisRefreshKind,
  'notice.show': showNoticeKind,
  'mitigation.post': mitigationPostKind,
  'mitigation.refresh': mitigationRefreshKind,
  'timeline.add-message': addMessageKind,
  'timeline.export': exportKind,
} satisfies Record<string, DeliveredEffect>);

/** Every kind of run of steps, by the name in its row; adding one is one line here. */
export const WORKFLOWS = named({
  declare: declareWorkflow,
  retro: retroWorkflow,
  analysis: analysisWorkflow,
  mitigation: mitigationWorkflow,
  'mitigation-undo': mitigationUndoWorkflow,
  rehome: rehomeWorkflow,
} satisfies Record<string, CarriedOut>);

/** What `/readyz` looks at besides the database, by name; adding one is one line here. */
export const READINESS: Readonly<Record<string, ReadinessCheck>> = {
  recording,
  lease: ownLease,
  processes: silentProcesses,
  clocks,
  waiting,
  undelivered,
  'alert-doors': alertDoorsReadiness,
  'slack-access': accessReadiness,
  paging: unreachedCheck,
  parts: lackingParts,
  subscribers: subscribersReadiness,
};

/** The whole of a list, made for one process. */
export function madeFor<T>(whole: WholeRuntime, list: Readonly<Record<string, (whole: WholeRuntime) => T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(list).map(([name, make]) => [name, make(whole)]));
}

/** A list in which everything stands under its own name. */
function named<const List extends { readonly [Name in keyof List]: { kind: Name } }>(list: List): List {
  return list;
}

/** What does the rows of each topic, and whether it is looked at when the process starts. */
export function drainsFor(
  whole: WholeRuntime,
  engines: { runs: RunEngine; outbox: Outbox },
): { topic: Topic; drain: Drain; atStart: boolean }[] {
  return Object.entries<Job>(JOBS).map(([topic, job]) => ({
    topic: topic as Topic,
    drain: (typeof job === 'function' ? job : job.drain)(whole, engines),
    atStart: typeof job !== 'function',
  }));
}
