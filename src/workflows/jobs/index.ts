import { alertsDrain } from '../alerts/alerts-drain.ts';
import { analysisWorkflow } from '../analysis/analysis-workflow.ts';
import { analysisRefreshKind } from '../analysis/board-message.ts';
import { collectionsDrain } from '../analysis/collections-drain.ts';
import { heapBaselinesDrain } from '../analysis/heap-baselines-drain.ts';
import { declareWorkflow } from '../declare/workflow.ts';
import { chatMessageKind, type Outbox, type OutboxKind } from '../deliver-outbox.ts';
import { diagnosesDrain } from '../diagnosis/diagnose-incidents.ts';
import { chartsDrain } from '../draw-charts.ts';
import { escalationsDrain } from '../escalate.ts';
import { mitigationWorkflow } from '../mitigate/execute-workflow.ts';
import { mitigationsDrain } from '../mitigate/mitigations-drain.ts';
import { mitigationPostKind, mitigationRefreshKind } from '../mitigate/run-message.ts';
import { mitigationUndoWorkflow } from '../mitigate/undo-workflow.ts';
import { pageKind, placeKind } from '../notify-page.ts';
import { graphKind } from '../post-graph.ts';
import { briefingsDrain } from '../refresh-briefings.ts';
import { topicRefreshKind } from '../refresh-topic.ts';
import { userGroupsDrain } from '../refresh-user-groups.ts';
import { followUpsDrain } from '../review/remind-follow-ups.ts';
import { retroRefreshKind } from '../review/retro-message.ts';
import { retroWorkflow } from '../review/retro-workflow.ts';
import type { RunEngine, Workflow } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Drain } from '../runtime/wake.ts';
import { pagesDrain } from '../send-pages.ts';
import { updateKind, updatesDrain } from '../send-updates.ts';
import { settleKind } from '../settle-pagers.ts';
import { watchesDrain } from '../watch/watches-drain.ts';
import { deadlinesDrain } from '../watch-deadlines.ts';

/** What makes one kind of rows with a time in them happen. */
export type Job = (runtime: Runtime, engines: { runs: RunEngine; outbox: Outbox }) => Drain;

/** Everything that happens by itself at a time, by the name of its rows; adding one is one line here. */
export const JOBS = {
  runs:
    (_runtime, { runs }) =>
    () =>
      runs.drain(),
  outbox:
    (_runtime, { outbox }) =>
    () =>
      outbox.drain(),
  updates: updatesDrain,
  briefings: briefingsDrain,
  charts: chartsDrain,
  deadlines: deadlinesDrain,
  escalations: escalationsDrain,
  pages: pagesDrain,
  'user-groups': userGroupsDrain,
  'follow-ups': followUpsDrain,
  diagnoses: diagnosesDrain,
  watches: watchesDrain,
  alerts: alertsDrain,
  collections: collectionsDrain,
  mitigations: mitigationsDrain,
  'heap-baselines': heapBaselinesDrain,
} satisfies Record<string, Job>;

/** A kind of rows with a time in them. */
export type Topic = keyof typeof JOBS;

/** Every kind of effect that leaves through the outbox, by the name in its row. */
export const EFFECTS: Readonly<Record<string, (runtime: Runtime) => OutboxKind>> = {
  'chat.message': chatMessageKind,
  'update.status-channel': updateKind,
  'page.notify': pageKind,
  'page.place': placeKind,
  'topic.refresh': topicRefreshKind,
  'graph.draw': graphKind,
  'pager.settle': settleKind,
  'retro.refresh': retroRefreshKind,
  'analysis.refresh': analysisRefreshKind,
  'mitigation.post': mitigationPostKind,
  'mitigation.refresh': mitigationRefreshKind,
};

/** Every kind of run of steps, by the name in its row. */
export const WORKFLOWS: Readonly<Record<string, (runtime: Runtime) => Workflow>> = {
  declare: declareWorkflow,
  retro: retroWorkflow,
  analysis: analysisWorkflow,
  mitigation: mitigationWorkflow,
  'mitigation-undo': mitigationUndoWorkflow,
};

/** The whole of a list, made for one runtime. */
export function madeFor<T>(runtime: Runtime, list: Readonly<Record<string, (runtime: Runtime) => T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(list).map(([name, make]) => [name, make(runtime)]));
}
