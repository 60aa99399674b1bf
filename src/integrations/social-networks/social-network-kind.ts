import type { SocialNetwork } from '../../domain/ports/social-networks.ts';
import type { Webhooks } from '../../domain/ports/webhooks.ts';
import { kindOf, type VendorKind, type VendorSetup } from '../vendor-kind.ts';

/** What a network may be made of besides its settings. */
export interface SocialNetworkSetup extends VendorSetup {
  /** The one sender of signed events. */
  webhooks: Pick<Webhooks, 'check' | 'send'>;
}

/** One network; playbooks name it in `updates.social.networks`. Whatever is told there is public: nothing of a private incident is. */
export type SocialNetworkKind = VendorKind<SocialNetwork, SocialNetworkSetup>;

/** The kind that a file declares. */
export const socialNetworkKind = kindOf<SocialNetwork, SocialNetworkSetup>();
