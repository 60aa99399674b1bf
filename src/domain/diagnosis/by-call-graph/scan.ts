import type { Coupling } from './coupling.ts';
import type { Suffering } from './excess.ts';
import { givenUpOn } from './given-up.ts';
import type { Normal } from './normal.ts';
import { type OwnTrouble, ownTroubles, type Rows, type Stretch } from './own-trouble.ts';

/** What one component has to do with what the target suffers between two rows. */
export interface Finding extends OwnTrouble {
  /** Position in `Normal.components`. */
  at: number;
  /** Of what kind its own trouble is: `time` beside a target that suffers faults says that its callers gave up on it. */
  kind: Suffering;
  /** 0 … 1: the share of the target's excess that what is left accounts for. */
  share: number;
  /** `surprise × share`. */
  score: number;
}

export interface Scan {
  /** First and last row, within the stretch. */
  from: number;
  to: number;
  /** How unlikely the target's own course in these rows is, in powers of ten. */
  targetSurprise: number;
  /** Those with a score, highest first. */
  findings: Finding[];
}

/** How slow everybody is in these rows, by position in `Normal.components`. */
export type Slowness = (rows: Rows) => readonly OwnTrouble[];

/** The numbers of rows that are tried. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32, 48, 64, 96];
/** More than so many times the target's excess is not what the target waits for. */
const TOO_MUCH = 3;

/**
 * The rows in which the target suffers and somebody has something unexplained, and what each component has there.
 * @param lift how unlikely the target's statistic is between two rows, in powers of ten, by length and first row
 * @param slowness of a target that suffers faults: how slow everybody is in these rows
 */
export function scan(normal: Normal, stretch: Stretch, lift: (from: number, length: number) => number, slowness?: Slowness): Scan {
  const rows = stretch[0]?.amounts.length ?? 0;
  let best: Scan = { from: 0, to: rows - 1, targetSurprise: 0, findings: [] };
  let highest = 0;
  for (const length of LENGTHS) {
    for (let from = 0; from + length <= rows; from += 1) {
      const targetSurprise = lift(from, length);
      if (targetSurprise <= 0) continue;
      const findings = weigh(normal, stretch, { from, length }, slowness);
      const height = findings.length === 0 ? 0 : targetSurprise + Math.max(...findings.map(({ score }) => score));
      if (height <= highest) continue;
      highest = height;
      best = { from, to: from + length - 1, targetSurprise, findings };
    }
  }
  return { ...best, findings: best.findings.sort((a, b) => b.score - a.score || a.at - b.at) };
}

/** What each component has to do with what the target suffers in these rows; those with a score, in no order. */
export function weigh(normal: Normal, stretch: Stretch, rows: Rows, slowness?: Slowness): Finding[] {
  const alone = ownTroubles(normal, stretch, rows);
  const target = alone.at(-1);
  if (!target || !(target.excess > 0)) return [];
  const suffered = Math.max(target.excess, normal.components.at(-1)?.spreadOver(rows.length) ?? Number.POSITIVE_INFINITY);
  const slow = slowness?.(rows);
  const givenUp = slow && givenUpOn(alone, slow);
  const own = givenUp?.some(({ amount }) => amount > 0) ? ownTroubles(normal, stretch, rows, givenUp) : alone;
  const reach = reachOf(own.map(({ couplings }) => couplings));
  return own.flatMap((failing, at) => {
    const arrives = reach[at] as (typeof reach)[number];
    const share = shareOf(failing.left, arrives, suffered);
    const mine: Finding = { ...failing, at, kind: normal.suffering, share, score: failing.surprise * share };
    const best = [mine, ...lateFinding(at)].sort((a, b) => b.score - a.score)[0];
    return best && best.score > 0 ? [best] : [];
  });

  function lateFinding(at: number): Finding[] {
    const [late, up] = [slow?.[at], givenUp?.[at]];
    if (!late || !up || !(late.left > 0)) return [];
    const share = shareOf(up.amount * (late.left / late.excess), reach[at] as (typeof reach)[number], suffered);
    // Both are needed, that it is unusually slow and that its callers fail unusually often: of 40 components somebody is always a little slow.
    return [{ ...late, at, kind: 'time', share, score: Math.sqrt(late.surprise * up.surprise) * share }];
  }
}

/** 0 … 1: how much of what the target suffers an amount accounts for, less if it is so much that the target should suffer more. */
function shareOf(amount: number, { share, atMost }: { share: number; atMost: number }, suffered: number): number {
  return Math.min(1, (atMost * amount) / suffered) * Math.min(1, (TOO_MUCH * suffered) / (share * amount || Number.MIN_VALUE));
}

/** How much of an excess of each arrives at the target, over all the ways there. */
function reachOf(couplings: readonly (readonly Coupling[])[]): { share: number; atMost: number }[] {
  const last = couplings.length - 1;
  const reach = couplings.map((_, at) => ({ share: at === last ? 1 : 0, atMost: at === last ? 1 : 0 }));
  for (let at = last; at >= 0; at -= 1) {
    const caller = reach[at] as (typeof reach)[number];
    for (const { callee, share, atMost } of couplings[at] ?? []) {
      const arriving = reach[callee] as (typeof reach)[number];
      arriving.share = Math.min(1, arriving.share + caller.share * share);
      arriving.atMost = Math.min(1, arriving.atMost + caller.atMost * atMost);
    }
  }
  return reach;
}
