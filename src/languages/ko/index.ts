import type { Speech } from '../en/index.ts';
import { accounts } from './accounts.ts';
import { commands } from './commands.ts';
import { dataExecutors } from './data-executors.ts';
import { evidence } from './evidence.ts';
import { executors } from './executors.ts';
import { grammar } from './grammar.ts';
import { incidentCommands } from './incident-commands.ts';
import { incidents } from './incidents.ts';
import { insights } from './insights.ts';
import { maintenance } from './maintenance.ts';
import { messengers } from './messengers.ts';
import { mitigationKinds } from './mitigation-kinds.ts';
import { mitigationRuns } from './mitigation-runs.ts';
import { network } from './network.ts';
import { paging } from './paging.ts';
import { reviews } from './reviews.ts';
import { rules } from './rules.ts';
import { slackAdvice } from './slack-advice.ts';
import { social } from './social.ts';
import { statusPages } from './status-pages.ts';
import { subscriptions } from './subscriptions.ts';
import { surfaces } from './surfaces/index.ts';
import { timeline } from './timeline.ts';
import { watched } from './watched.ts';

/** Korean. */
export const ko: Speech = {
  accounts,
  commands,
  dataExecutors,
  evidence,
  executors,
  grammar,
  incidentCommands,
  incidents,
  insights,
  maintenance,
  messengers,
  mitigationKinds,
  mitigationRuns,
  network,
  paging,
  reviews,
  rules,
  slackAdvice,
  social,
  statusPages,
  subscriptions,
  surfaces,
  timeline,
  watched,
};
