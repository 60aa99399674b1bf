import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What lets a process work on what it has taken: the others leave that alone as long as they hear of it. A lease that is lost stays lost;
 * the process takes another one, under another number.
 */
export interface Lease {
  /** Never used twice, so that it is a fencing number as well: what is written under it counts only while the row still names it. */
  readonly number: number;
  /** True when others may have taken over: nothing new may begin. Judged by a clock that also counts while this process stands still. */
  readonly lost: boolean;
}

/** What was being done has been taken over by another process, or may have been: it ends here, and nothing of it failed. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor(what = 'This process was not heard of for too long: another one may be doing this by now.') {
    super(what);
  }
}

/** Whether that is why something was refused, however deep it is wrapped by those who passed it on. */
export function isLeaseLost(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    if (at instanceof LeaseLost) return true;
    const { cause, driverError } = at as Record<string, unknown>;
    at = cause ?? driverError;
  }
  return false;
}

const around = new AsyncLocalStorage<Lease>();

/** Does `work` for what is held under `lease`: its calls to the outside and its statements are refused from the moment at which that is lost. */
export function underLease<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  return around.run(lease, work);
}

/**
 * Asked right before anything leaves this process. Throws LeaseLost when the work around this call has lost its lease, which it may have
 * done between any two lines: a process that stood still for a minute goes on in the middle of one. Work without a lease may always go on.
 */
export function assertLease(): void {
  if (around.getStore()?.lost) throw new LeaseLost();
}
