import { PermanentError, TransientError } from '../../../domain/errors.ts';
import type { ChangeOptions, Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { PatchMode, WatchedCluster } from '../../kubernetes/cluster.ts';
import { sameValue } from '../fitting.ts';
import { said } from '../said.ts';
import type { KubernetesThing, Seen } from './kubernetes-things.ts';

/** How often another's write may come in between. */
const TRIES = 5;

interface KubernetesDialOptions {
  cluster: WatchedCluster;
  thing: KubernetesThing;
  mask: (text: string) => string;
}

/**
 * Sets one value of an object, by its value as it was planned and by the `resourceVersion` as it is now. The one of the plan would not do: it changes whenever a pod
 * becomes ready or does not, so that a deployment in trouble could never be changed.
 */
export class KubernetesDial implements Dial {
  readonly where: string;
  readonly #options: KubernetesDialOptions;

  constructor(options: KubernetesDialOptions) {
    this.#options = options;
    this.where = options.thing.where;
  }

  async read({ timeoutMs }: { timeoutMs: number }): Promise<DialState> {
    const { value, facts } = await this.#look(timeoutMs);
    return { value, ...(facts && { facts }) };
  }

  rehearse({ from, to }: { from: DialState; to: DialValue }, { timeoutMs }: { timeoutMs: number }): Promise<void> {
    return this.#turn({ from, to, mode: 'dry-run', key: 'rehearsal', timeoutMs });
  }

  write({ from, to, key }: { from: DialState; to: DialValue; key: string }, options: ChangeOptions): Promise<void> {
    return this.#turn({ from, to, mode: 'persist', key, ...options });
  }

  byHand(to: DialValue): string {
    return this.#options.mask(this.#options.thing.byHand(to));
  }

  async #turn(turn: Turn): Promise<void> {
    const { to, mode, key, timeoutMs, ask } = turn;
    const { cluster, thing } = this.#options;
    thing.check(to);
    await this.#set(turn);
    const { after } = thing;
    if (after === undefined) return;
    await ask?.();
    await this.#unlessDone(
      () => cluster.ask((open) => after.run(open, { key, mode }), { granting: after.granting, timeoutMs }),
      () => cluster.ask((open) => after.isDone(open, { key }), { granting: after.granting, timeoutMs }),
    );
  }

  async #set({ from, to, mode, key, timeoutMs, ask }: Turn): Promise<void> {
    const { cluster, thing } = this.#options;
    for (let tried = 1; ; tried += 1) {
      const seen = await this.#look(timeoutMs);
      if (sameValue(seen.value, to)) return;
      if (!sameValue(seen.value, from.value)) throw this.#changed(seen, from);
      const refusal = thing.refusal?.(seen);
      if (refusal !== undefined) throw new PermanentError('invalid', refusal);
      await ask?.();
      try {
        await this.#unlessDone(
          () =>
            cluster.ask((open) => thing.set(open, { to, key, mode, resourceVersion: seen.resourceVersion }), {
              granting: thing.granting.set,
              timeoutMs,
            }),
          async () => mode === 'persist' && sameValue((await this.#look(timeoutMs)).value, to),
        );
        return;
      } catch (error) {
        if (!(error instanceof PermanentError && error.code === 'conflict')) throw error;
        if (tried >= TRIES)
          throw new TransientError(
            'conflict',
            worded(({ executors }) => executors.isBeingChangedByOthersAllTheTime(this.where)),
          );
      }
    }
  }

  /** An answer that was lost says nothing: look before it counts as failed. */
  async #unlessDone(act: () => Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof TransientError) || !(await isDone().catch(() => false))) throw error;
    }
  }

  #look(timeoutMs: number): Promise<Seen> {
    const { cluster, thing } = this.#options;
    return cluster.ask((open) => thing.look(open), { granting: thing.granting.look, timeoutMs });
  }

  #changed(seen: Seen, from: DialState): PermanentError {
    const [is, was] = [seen.value, from.value].map((one) => (one === null ? 'not set' : said(String(one), this.#options.mask, 80)));
    return new PermanentError(
      'changed',
      worded(({ executors }) => executors.hasBeenChangedSinceItWasPlanned(this.where, is, was)),
    );
  }
}

interface Turn extends ChangeOptions {
  from: DialState;
  to: DialValue;
  key: string;
  mode: PatchMode;
}
