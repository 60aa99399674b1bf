import type { PermanentError } from '../../domain/errors.ts';
import type { GonePlaceRow } from '../../storage/index.ts';

/** Ids of incidents that met a refusal. */
export interface WhoMet {
  /** Wanted to say something where it lives. */
  speaks?: number | undefined;
  /** Shows by itself what it could not do, in its briefing and to whoever declared it. */
  shows?: number | undefined;
}

/** Which channels cannot be written to, as far as this process knows: nobody asks Slack the same again and again. */
export interface Places {
  /** The refusal that a call to this place would meet; undefined when nothing is known against it. */
  goneAs(place: string, method: string): PermanentError | undefined;
  /**
   * Writes down that a place is gone, once, and moves whoever lived there. False when it is not gone: everybody may join it, and we have. Never rejects.
   */
  gone(error: PermanentError, who?: WhoMet): Promise<boolean>;
  /** Takes note of it for this process. */
  close(error: PermanentError): void;
  open(place: string): void;
  /** As the database has it, which other processes write too. */
  sync(rows: readonly GonePlaceRow[]): void;
}
