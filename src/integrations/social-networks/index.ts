import type { SocialNetwork } from '../../domain/ports/social-networks.ts';
import type { Webhooks } from '../../domain/ports/webhooks.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { mastodon } from './mastodon.ts';
import type { SocialNetworkKind } from './social-network-kind.ts';
import { unconfiguredNetwork } from './unconfigured-network.ts';
import { socialWebhook } from './webhook.ts';
import { x } from './x.ts';

export type { SocialNetworkKind, SocialNetworkSetup } from './social-network-kind.ts';

/** Every social network, one line each; `test/contracts/social-networks` holds them to what SocialNetwork promises. */
export const SOCIAL_NETWORKS: readonly SocialNetworkKind[] = [mastodon, x, socialWebhook];

const TIMEOUT_MS = 15_000;

/** Every network; one that is not set up says so to whoever wants something of it. */
export function createSocialNetworks(
  accounts: Accounts,
  { clock, webhooks, timeoutMs = TIMEOUT_MS }: { clock: Clock; webhooks: Pick<Webhooks, 'check' | 'send'>; timeoutMs?: number },
): SocialNetwork[] {
  return SOCIAL_NETWORKS.map((kind) => kind.create(accounts, { clock, timeoutMs, webhooks }) ?? unconfiguredNetwork(kind));
}
