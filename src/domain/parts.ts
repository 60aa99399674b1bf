import type { Bilingual } from './language/bilingual.ts';

/** A package that this process needs, and cannot load on this machine. */
export interface LackingPart {
  /** Of the package. */
  name: string;
  /** What does not work without it. */
  without: Bilingual;
  why: string;
}

/** What is loaded only when it is first needed: native code that some platforms lack, and clients of servers that many teams do not have. */
export interface Parts {
  /** Those that are needed here and are not to be had, as far as is known without loading them. */
  lacking(): readonly LackingPart[];
}
