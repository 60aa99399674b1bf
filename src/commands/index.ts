import { analysis } from './analysis.ts';
import { assign } from './assign.ts';
import { brief } from './brief.ts';
import type { Command } from './command.ts';
import { deadlines } from './deadlines.ts';
import { diagnosis } from './diagnosis.ts';
import { escalate } from './escalate.ts';
import { followUps } from './follow-ups.ts';
import { freeze } from './freeze.ts';
import { graph } from './graph.ts';
import { keep } from './keep.ts';
import { language } from './language.ts';
import { list } from './list.ts';
import { mitigate } from './mitigate.ts';
import { cancel, close, mitigated, reopen, resolve } from './moves.ts';
import { note } from './note.ts';
import { oncall } from './oncall.ts';
import { open } from './open.ts';
import { override } from './override.ts';
import { page } from './page.ts';
import { retro } from './retro.ts';
import { severity } from './severity.ts';
import { status } from './status.ts';
import { unfreeze } from './unfreeze.ts';
import { update } from './update.ts';

/** Every slash subcommand but `help`, which is made from this list; a new one is one file and one line here. */
export const COMMANDS: readonly Command[] = [
  open,
  list,
  status,
  brief,
  graph,
  note,
  severity,
  assign,
  language,
  mitigated,
  resolve,
  close,
  cancel,
  reopen,
  deadlines,
  keep,
  diagnosis,
  analysis,
  mitigate,
  freeze,
  unfreeze,
  escalate,
  page,
  update,
  retro,
  followUps,
  oncall,
  override,
];
