import type { Severity } from '../incident/states.ts';
import type { PublicStage, ToldTexts } from '../updates/told-text.ts';

/** What subscribers are told of. */
export const NOTICE_KINDS = ['update', 'end', 'maintenance'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What happened so long ago is told nobody any more. */
export const NEWS_FOR_MS = 24 * 3_600_000;

/** One thing that every subscriber who chose it hears once. */
export interface Notice {
  /** Names it for good: the same cause is told once. */
  cause: string;
  kind: NoticeKind;
  incidentId: number | null;
  service: string;
  components: readonly string[];
  severity: Severity | null;
  /** Absent for maintenance. */
  stage: PublicStage | null;
  /** What it is called, where it has a name that everybody may see. */
  title: ToldTexts | null;
  texts: ToldTexts;
  nextAt: Date | null;
}
