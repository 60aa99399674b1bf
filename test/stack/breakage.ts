import { type Break, CALM, type Conditions, causeOf, conditionsUnder } from './causes.ts';
import type { CouponProcess } from './coupon-process.ts';
import type { StepServer } from './jvm/step-server.ts';
import type { Topic } from './kafka-topic.ts';

interface Parts {
  api: CouponProcess;
  consumer: CouponProcess;
  traffic: CouponProcess;
  step: StepServer;
  topic: Topic;
  restartJvm(flags: 'tuned' | 'poor'): Promise<void>;
  calm: Conditions;
}

/** What is broken, and how the running processes are told. */
export class Breakage {
  private readonly breaks = new Map<string, Break>();
  private told = structuredClone(CALM);
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {
    this.told = structuredClone(parts.calm);
  }

  broken(): Break[] {
    return [...this.breaks.values()];
  }

  /** A scenario is broken in one way at a time; different ones add up. */
  async add(what: Break): Promise<void> {
    // Throws before anything changes.
    causeOf(what.scenario, what.cause);
    this.breaks.set(what.scenario, what);
    await this.tell();
  }

  async remove(scenario: string | undefined): Promise<void> {
    if (scenario === undefined) this.breaks.clear();
    else this.breaks.delete(scenario);
    await this.tell();
  }

  /** Somebody restarted the JVM with other flags: what is wrong with the program is wrong with it again. */
  jvmRestarted(): void {
    const { retainedShare } = conditionsUnder(this.breaks.values(), this.parts.calm).jvm;
    // Nobody who restarts a service waits for what then goes wrong with it.
    if (retainedShare > 0) this.busy = this.busy.then(() => this.parts.step.retain(retainedShare)).catch(() => {});
  }

  /** One change at a time; only what differs from what was told before, so that settings somebody else turned meanwhile stay. */
  private tell(): Promise<void> {
    const next = this.busy.then(async () => {
      const wanted = conditionsUnder(this.breaks.values(), this.parts.calm);
      const before = this.told;
      this.told = wanted;
      const { api, consumer, traffic } = this.parts;
      await Promise.all([api.set(difference(before.api, wanted.api)), traffic.set(difference(before.traffic, wanted.traffic))]);
      await consumer.set(difference(before.consumer, wanted.consumer));
      if (before.topic.partitions !== wanted.topic.partitions) await this.resize(wanted.topic.partitions, wanted.consumer.consumers);
      await this.tellJvm(before, wanted);
    });
    this.busy = next.catch(() => {});
    return next;
  }

  /** Consumers hold on to the partitions they know, so they leave before and come back after. */
  private async resize(partitions: number, consumers: number): Promise<void> {
    const { consumer, topic } = this.parts;
    await consumer.set({ consumers: 0 });
    await topic.resize(partitions);
    await consumer.set({ consumers });
  }

  private async tellJvm({ jvm: before }: Conditions, { jvm: wanted }: Conditions): Promise<void> {
    const { step, restartJvm } = this.parts;
    const restarts = before.poorSettings !== wanted.poorSettings;
    if (restarts) await restartJvm(wanted.poorSettings ? 'poor' : 'tuned');
    if (before.retainedShare === wanted.retainedShare && !(restarts && wanted.retainedShare > 0)) return;
    await step.retain(wanted.retainedShare).catch(async () => {
      // A JVM without any memory left does not even let go; one that is being filled is slow because it is full.
      if (wanted.retainedShare === 0) await restartJvm(wanted.poorSettings ? 'poor' : 'tuned');
    });
  }
}

function difference<T extends object>(before: T, wanted: T): Partial<T> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== before[name as keyof T])) as Partial<T>;
}
