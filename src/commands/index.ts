import { analysisAccept } from './analysis/accept.ts';
import { analysis } from './analysis/analysis.ts';
import { analysisDone } from './analysis/done.ts';
import { analysisRun } from './analysis/run.ts';
import { analysisTake } from './analysis/take.ts';
import type { ByButton, Command, InputOf } from './command.ts';
import { diagnosis } from './diagnosis/diagnosis.ts';
import { diagnosisIs } from './diagnosis/name-cause.ts';
import { assign } from './incident/assign.ts';
import { brief } from './incident/brief.ts';
import { deadlines } from './incident/deadlines.ts';
import { graph } from './incident/graph.ts';
import { impact } from './incident/impact.ts';
import { keep } from './incident/keep.ts';
import { language } from './incident/language.ts';
import { list } from './incident/list.ts';
import { cancel, close, mitigated, reopen, resolve } from './incident/moves.ts';
import { note } from './incident/note.ts';
import { open } from './incident/open.ts';
import { retry } from './incident/retry.ts';
import { severity } from './incident/severity.ts';
import { status } from './incident/status.ts';
import { stats } from './insights/stats.ts';
import { maintenanceList } from './maintenance/list.ts';
import { maintenanceMove } from './maintenance/move.ts';
import { maintenancePlan } from './maintenance/plan.ts';
import { maintenanceCancel, maintenanceComplete, maintenanceStart } from './maintenance/steps.ts';
import { mitigateDone } from './mitigation/done.ts';
import { freeze } from './mitigation/freeze.ts';
import { mitigate } from './mitigation/mitigate.ts';
import { mitigateRun } from './mitigation/run.ts';
import { mitigateApprove, mitigateKeep, mitigateRefuse, mitigateStop, mitigateUndo } from './mitigation/steer.ts';
import { unfreeze } from './mitigation/unfreeze.ts';
import { oncall } from './oncall/oncall.ts';
import { override } from './oncall/override.ts';
import { overrideClear } from './oncall/override-clear.ts';
import { pageAcknowledge } from './paging/acknowledge.ts';
import { escalate } from './paging/escalate.ts';
import { page } from './paging/page.ts';
import { pagePassOn } from './paging/pass-on.ts';
import { followUps } from './review/follow-ups.ts';
import { followUpsAssign } from './review/follow-ups-assign.ts';
import { followUpsDone } from './review/follow-ups-done.ts';
import { retro } from './review/retro.ts';
import { retroAccept } from './review/retro-accept.ts';
import { retroHeld } from './review/retro-held.ts';
import { retroMove } from './review/retro-move.ts';
import { retroPropose } from './review/retro-propose.ts';
import { socialApprove } from './social/approve.ts';
import { socialDecline } from './social/decline.ts';
import { socialEdit } from './social/edit.ts';
import { social } from './social/social.ts';
import { socialWithdraw } from './social/withdraw.ts';
import { follow, followHere, unfollow, unfollowHere } from './subscribers/follow.ts';
import { subscribers, subscribersRemove, subscribersWebhook } from './subscribers/subscribers.ts';
import { timelineEdit, timelineRemove } from './timeline/change.ts';
import { timelineExport } from './timeline/export.ts';
import { notePrivate } from './timeline/note-private.ts';
import { timeline } from './timeline/timeline.ts';
import { updateApprove } from './updates/approve.ts';
import { updateCorrect } from './updates/correct.ts';
import { updateEdit } from './updates/edit.ts';
import { updateKeepOurs } from './updates/keep-ours.ts';
import { updateNow } from './updates/now.ts';
import { updateShow } from './updates/show.ts';
import { updateSkip } from './updates/skip.ts';
import { support } from './updates/support.ts';
import { updateTakeTheirs } from './updates/take-theirs.ts';
import { update } from './updates/update.ts';

/** Whatever can be asked of Bongsu, whatever the door; a new one is one file and one line here. `help` is made from this list, in this order. */
const LIST = [
  open,
  list,
  status,
  brief,
  graph,
  note,
  notePrivate,
  timeline,
  timelineEdit,
  timelineRemove,
  timelineExport,
  severity,
  assign,
  language,
  mitigated,
  resolve,
  impact,
  close,
  cancel,
  reopen,
  deadlines,
  keep,
  diagnosis,
  diagnosisIs,
  analysis,
  analysisTake,
  analysisDone,
  analysisRun,
  analysisAccept,
  mitigate,
  mitigateRun,
  mitigateApprove,
  mitigateRefuse,
  mitigateStop,
  mitigateUndo,
  mitigateKeep,
  mitigateDone,
  freeze,
  unfreeze,
  escalate,
  page,
  pageAcknowledge,
  pagePassOn,
  update,
  updateApprove,
  updateShow,
  updateNow,
  updateSkip,
  updateEdit,
  updateCorrect,
  updateKeepOurs,
  updateTakeTheirs,
  maintenancePlan,
  maintenanceList,
  maintenanceMove,
  maintenanceStart,
  maintenanceComplete,
  maintenanceCancel,
  support,
  social,
  socialApprove,
  socialDecline,
  socialEdit,
  socialWithdraw,
  follow,
  followHere,
  unfollow,
  unfollowHere,
  subscribers,
  subscribersWebhook,
  subscribersRemove,
  retro,
  retroAccept,
  retroPropose,
  retroMove,
  retroHeld,
  followUps,
  followUpsDone,
  followUpsAssign,
  stats,
  retry,
  oncall,
  override,
  overrideClear,
] as const satisfies readonly Command[];

export const COMMANDS: readonly Command[] = LIST;

type Listed = (typeof LIST)[number];
export type CommandName = Listed['name'];
/** Those that a button may ask for. */
export type ButtonName = Extract<Listed, { readonly button: ByButton }>['name'];
/** What a command is to be done with, as its schema takes it. */
export type ArgumentsOf<Name extends CommandName> = InputOf<Extract<Listed, { readonly name: Name }>>;
export type AboutOf<Name extends CommandName> = Extract<Listed, { readonly name: Name }>['about'];

/** The command of this name, as buttons and programs name it. */
export function commandNamed(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}
