import { BRIDGES } from '../bridges/index.ts';
import { EXECUTORS } from '../executors/index.ts';
import { HELP_DESKS } from '../help-desks/index.ts';
import { INSPECTORS } from '../inspectors/index.ts';
import { actuatorAccount } from '../jvm/account.ts';
import { LOG_READERS } from '../logs/index.ts';
import { MAILERS } from '../mail/index.ts';
import { METRICS_VENDORS } from '../metrics/index.ts';
import { PAGER_CHANNELS } from '../pagers/index.ts';
import { slackAccount } from '../slack/account.ts';
import { SOCIAL_NETWORKS } from '../social-networks/index.ts';
import { STATUS_PAGES } from '../status-pages/index.ts';
import { bouncesAccount, webhooksAccount } from '../webhooks/account.ts';
import type { Account } from './account.ts';

/** The lists of vendors; one that is in none of them is never read from the environment. */
const DECLARED: readonly { readonly account: Account }[] = [
  ...BRIDGES,
  ...METRICS_VENDORS,
  ...INSPECTORS,
  ...EXECUTORS,
  ...LOG_READERS,
  ...MAILERS,
  ...PAGER_CHANNELS,
  ...STATUS_PAGES,
  ...SOCIAL_NETWORKS,
  ...HELP_DESKS,
];

/** What the environment may say of everything outside, each account once however many use it. */
export const ACCOUNTS: readonly Account[] = [
  ...new Set([slackAccount, ...DECLARED.map(({ account }) => account), webhooksAccount, bouncesAccount, actuatorAccount]),
].filter(({ variables }) => Object.keys(variables).length > 0);
