/** How often a process says that it lives, in milliseconds. */
export const BEAT_EVERY_MS = 1_000;
/** So many beats of ours without one of theirs, and it is taken for dead: at a beat a second, ten seconds. */
const SILENT_BEATS = 10;
/** From here on people are told that it is slow to be heard. */
const TROUBLED_BEATS = 5;
/** A longer pause between two beats of ours means that it was we who stood still: nothing that we did not hear meanwhile counts. */
const OURS_AT_MOST_MS = 3_000;

/** A process of this deployment that others took for dead, for as long as it matters to people. */
export interface LostProcess {
  number: number;
  host: string;
  pid: number;
  /** When it last said that it lives, by the database's clock. */
  beatAt: Date;
  /** `gone`: its session ended. `silent`: its session stayed and said nothing, so it stands still or cannot be reached. */
  how: 'gone' | 'silent';
}

/** What the database answers to a beat about another process. */
export interface Neighbour {
  number: number;
  host: string;
  pid: number;
  beats: number;
  /** ISO 8601. */
  beatAt: string;
  lost: LostProcess['how'] | null;
  /** Nobody holds its lock: its session ended. Null of one that is lost. */
  gone: boolean | null;
}

/**
 * Who else lives, judged by what we hear and by our own beats alone: neither the database's clock nor anybody else's decides, so that a clock that
 * jumps, or a machine that slept, makes nobody dead.
 */
export class Neighbours {
  private readonly heard = new Map<number, { beats: number; missed: number }>();
  private lastMs = Number.NEGATIVE_INFINITY;
  private told: readonly LostProcess[] = [];

  /** Those that are silent: taken over a while ago and not back, or about to be. */
  get troubled(): readonly LostProcess[] {
    return this.told;
  }

  /** After a loss of our own nobody's silence counts. */
  forget(): void {
    this.heard.clear();
  }

  /** Who is dead now, and how much time passed since the last look as the others count it; `atMs` of a clock that never jumps. */
  hear(others: readonly Neighbour[], atMs: number): { dead: LostProcess[]; elapsedMs: number } {
    if (atMs - this.lastMs > OURS_AT_MOST_MS) for (const one of this.heard.values()) one.missed = 0;
    this.lastMs = atMs;
    const living = others.filter(({ lost }) => lost === null);
    for (const number of this.heard.keys()) if (!living.some((one) => one.number === number)) this.heard.delete(number);
    const dead: LostProcess[] = [];
    let most = 0;
    const troubled = others.flatMap((one) => (one.lost === 'silent' ? [lostProcess(one, 'silent')] : []));
    for (const one of living) {
      const before = this.heard.get(one.number);
      most = Math.max(most, one.beats - (before?.beats ?? one.beats));
      const missed = before?.beats === one.beats ? before.missed + 1 : 0;
      this.heard.set(one.number, { beats: one.beats, missed });
      if (one.gone) dead.push(lostProcess(one, 'gone'));
      else if (missed >= SILENT_BEATS) dead.push(lostProcess(one, 'silent'));
      else if (missed >= TROUBLED_BEATS) troubled.push(lostProcess(one, 'silent'));
    }
    this.told = troubled;
    return { dead, elapsedMs: most * BEAT_EVERY_MS };
  }
}

function lostProcess({ number, host, pid, beatAt }: Neighbour, how: LostProcess['how']): LostProcess {
  return { number, host, pid, beatAt: new Date(beatAt), how };
}
