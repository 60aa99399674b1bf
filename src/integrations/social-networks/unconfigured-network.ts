import { PermanentError } from '../../domain/errors.ts';
import type { SocialNetwork } from '../../domain/ports/social-networks.ts';
import type { LengthRule } from '../../domain/social/length.ts';
import { worded } from '../../languages/worded.ts';
import type { SocialNetworkKind } from './social-network-kind.ts';

/** Short enough for any network that we know. */
const SHORT: LengthRule = { manner: 'graphemes', most: 140 };

/** A network that nothing sets up: a playbook names it all the same, and what would be told there can be read. */
export function unconfiguredNetwork({ name, title, variables }: Pick<SocialNetworkKind, 'name' | 'title' | 'variables'>): SocialNetwork {
  const refuse = async () => {
    throw new PermanentError(
      'not_set_up',
      worded(({ statusPages }) => statusPages.isNotSetUp(title, variables)),
    );
  };
  return { name, title, rule: async () => SHORT, post: refuse, withdraw: refuse };
}
