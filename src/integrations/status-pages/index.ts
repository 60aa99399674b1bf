import type { StatusPage } from '../../domain/ports/status-pages.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { cachet } from './cachet.ts';
import { instatus } from './instatus.ts';
import type { StatusPageKind } from './status-page-kind.ts';
import { statuspage } from './statuspage.ts';
import { unconfiguredPage } from './unconfigured-page.ts';

export type { StatusPageKind, StatusPageSetup } from './status-page-kind.ts';

/** Every vendor of external status pages, one line each; `test/contracts/status-pages` holds them to what StatusPage promises. */
export const STATUS_PAGES: readonly StatusPageKind[] = [statuspage, instatus, cachet];

const TIMEOUT_MS = 15_000;

/** Every page; one that is not set up says so to whoever wants something of it. */
export function createStatusPages(
  accounts: Accounts,
  { clock, timeoutMs = TIMEOUT_MS }: { clock: Clock; timeoutMs?: number },
): StatusPage[] {
  return STATUS_PAGES.map((kind) => kind.create(accounts, { clock, timeoutMs }) ?? unconfiguredPage(kind));
}
