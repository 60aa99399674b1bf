import type { PublicNoticeKind, PublicState } from './public-status.ts';

/** Words of the status page, for people who know nothing of incidents. */
export interface StatusWords {
  /** The tag of the language that they are in, and of the locale in which its times are written. */
  language: string;
  locale: string;
  state: Record<PublicState, (service: string) => string>;
  /** Below the state, when nothing is posted. */
  calm: Record<'ok' | 'unstated' | 'investigating', (since: string) => string>;
  kind: Record<PublicNoticeKind, string>;
  since: (time: string) => string;
  asOf: (time: string, zone: string) => string;
  stale: string;
  unknown: string;
  unknownMore: string;
}
