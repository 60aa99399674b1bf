import type { Said } from '../language/said.ts';

/** Something that Slack does not let us do, because of our token, our app or its rights. */
export interface AccessTrouble {
  /** Slack's word. */
  code: string;
  /** What is wrong, and what to do. */
  said: Said;
  /** The call that was refused. */
  method: string;
  /** Every call is refused, not only this one. */
  wholly: boolean;
  since: Date;
}

/** What Slack refuses this process at the moment. */
export interface Access {
  troubles(): readonly AccessTrouble[];
}
