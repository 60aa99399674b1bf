import type { Language } from '../language/bilingual.ts';
import type { LengthRule } from '../social/length.ts';

/** A notice on its way to a network. */
export interface SocialPost {
  /** The same for every try. */
  key: string;
  /** Plain text, within the network's rule. */
  text: string;
  language: Language;
  /** The network's id of the post of ours to which it is a reply. */
  replyTo?: string;
}

export interface SocialPlace {
  id: string;
  /** Where people read it; absent where the network has no such address. */
  url?: string;
}

/**
 * A network on which a notice is told. Everything rejects with TransientError for what passes, with the wait that the network asks for, and with PermanentError: `http_401` and `http_403` when we may not, `duplicate` when it says that
 * this stands there already, any other with the network's own words.
 */
export interface SocialNetwork {
  /** As playbooks write it. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** How long a post may be; the documented rule where the network does not say. Never rejects. */
  rule(): Promise<LengthRule>;
  /** Looks for a post of ours with this text, not older than `since`: the answer to it was lost. Absent where a repeated key is known for good, and is the id of the post. */
  find?(post: SocialPost, since: Date): Promise<SocialPlace | undefined>;
  post(post: SocialPost): Promise<SocialPlace>;
  /** Takes it back; resolves too when it is gone already. `key`: the same for every try. */
  withdraw(id: string, key: string): Promise<void>;
}
