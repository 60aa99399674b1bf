import { type Break, CALM, type Conditions, conditionsUnder, IN_RUNNING_CONSUMERS } from './conditions.ts';
import { CALM_CONTROLS, type Controls, underControls } from './controls.ts';
import { Heap } from './heap.ts';
import { copyMeters, emptyMeters, type Meters } from './meters.ts';
import { type SeededRandom, seededRandom } from './random.ts';

// Taken once: in a test runner's sandbox, looking up a global costs more than the arithmetic.
const { max, min, round } = Math;

/** The step of the model, in seconds. */
const STEP = 0.25;
/** Requests that stand for all of a step in the histograms. */
const SAMPLES = 8;
const LOCK_TIMEOUT = 2.2;
const POOL_TIMEOUT = 3;
/** The API waits this long for the coupon to be issued before it answers "accepted". */
const RESULT_WAIT = 3;
/** Requests that the usual API instances can take up per second; above it they wait in line, at most as long as clients do. */
const API_CAPACITY = 500;
const CLIENT_TIMEOUT = 10;
/** How many more viewers per second than usual are served while a line of them is worked off. */
const READ_CATCH_UP = 90;
/** Failed acquisitions per second at which the busy waiting uses all it can of the processors. */
const SPINNING_AT = 90;
/** Seconds that consumers need to join their group again. */
const REJOIN = 1;
/** Seconds that consumers need to stop, start and join their group. */
const RESTART = 3;
/** Seconds in which half of the instances are down, when the JVM is restarted one instance after the other. */
const ROLLING = 6;
const QUERIES_PER_TRANSACTION = 3;
const QUERIES_PER_MESSAGE = 2;
const MEMORY_LIMIT = 6e9;

/**
 * The coupon service as a handful of queues, advanced in small steps: users ask the API, which takes a Redis lock, puts a message into Kafka,
 * writes to PostgreSQL through a pool and waits a little for the consumers; API and consumers share the pool and the heap, so that what breaks in
 * one place shows in the others. Same seed, same steps, same numbers.
 */
export class CouponModel {
  private readonly broken = new Map<string, Break>();
  /** What has been broken since the consumers were last restarted. */
  private sinceRestart = new WeakSet<Break>();
  private turned: Readonly<Controls> = CALM_CONTROLS;
  private conditions = conditionsUnder([]);
  private readonly random: SeededRandom;
  private readonly heap: Heap = new Heap();
  private readonly meters: Meters = emptyMeters();
  private remainder = 0;
  /** Slow drift of the traffic around its mean. */
  private drift = 0;
  private apiBacklog = 0;
  private readBacklog = 0;
  private lockQueue = 0;
  private lockRetries = 0;
  /** Per second, over the last seconds. */
  private lockFailureRate = 0;
  private poolQueue = 0;
  /** Seconds that everything has stood still by now, and until the consumers are back in their group. */
  private frozenFor = 0;
  private rejoinLeft = 0;
  /** How long the last step's consumers waited for a connection, in seconds. */
  private poolWait = 0;
  private leaked = 0;
  /** Seconds until the last instance is up again. */
  private rollingLeft = 0;
  private oldestTransaction = 0.3;
  private cpu = 0.3;
  /** Share of time in pauses, over the last seconds. */
  private paused = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** Another one in the same state, which goes on in the same way. */
  copy(): CouponModel {
    const { breaks, sinceRestart } = this;
    const copy = new CouponModel(0);
    Object.assign(copy, this, {
      broken: new Map(this.broken),
      sinceRestart: new WeakSet(breaks.filter((one) => sinceRestart.has(one))),
      random: this.random.copy(),
      heap: this.heap.copy(),
      meters: copyMeters(this.meters),
    });
    return copy;
  }

  /** Advances by so many seconds of the service's own time. */
  advance(seconds: number): void {
    this.remainder += seconds;
    while (this.remainder >= STEP) {
      this.remainder -= STEP;
      this.step(this.conditions);
    }
  }

  /** What is broken, in the order in which it broke. */
  get breaks(): readonly Break[] {
    return [...this.broken.values()];
  }

  /** What is broken and shows no more, because its operators restarted what was wrong. */
  get cured(): readonly Break[] {
    return this.breaks.filter((one) => !this.shows(one));
  }

  /** As its operators see them. */
  get controls(): Readonly<Controls & { partitions: number }> {
    return { ...this.turned, partitions: this.conditions.partitions };
  }

  /** A scenario is broken in one way at a time; different ones add up. */
  break(what: Break): void {
    this.broken.set(what.scenario, what);
    this.sinceRestart.add(what);
    this.renewTopic();
    this.update();
  }

  /** Mends one scenario, or all. */
  heal(scenario?: string): void {
    if (scenario === undefined) this.broken.clear();
    else this.broken.delete(scenario);
    this.renewTopic();
    this.update();
  }

  /** Sets some of the controls. */
  turn(change: Partial<Controls>): void {
    const before = this.turned;
    this.turned = { ...before, ...change };
    if (this.turned.consumersRestartedAt !== before.consumersRestartedAt) this.restartConsumers();
    if (this.turned.gcProfile !== before.gcProfile) this.rollingLeft = ROLLING;
    this.update();
  }

  /** A topic that is broken or mended is another topic: partitions cannot be taken away from one. */
  private renewTopic(): void {
    this.turned = { ...this.turned, partitions: null };
  }

  private restartConsumers(): void {
    this.sinceRestart = new WeakSet();
    this.leaked = 0;
    this.rejoinLeft = RESTART;
  }

  private update(): void {
    const wrong = this.breaks.filter((one) => this.shows(one));
    this.conditions = underControls(conditionsUnder(wrong), this.turned);
  }

  private shows(one: Break): boolean {
    return this.sinceRestart.has(one) || !IN_RUNNING_CONSUMERS.includes(one.cause);
  }

  /** What the service measures now; does not change afterwards. */
  read(): Meters {
    const { heap } = this;
    return { ...copyMeters(this.meters), gcPauses: { count: heap.pauses, sum: heap.pauseSeconds }, gcPauseMax: heap.longestPause };
  }

  private step(now: Conditions): void {
    const { random, meters } = this;
    meters.time += STEP;
    this.drift += -0.02 * this.drift + 0.012 * random.normal();
    const traffic = 1 + this.drift;
    const asking = random.count(now.issueRate * traffic * STEP);
    const users = min(asking, now.issueLimit * STEP);
    const turnedAway = asking - users;
    const readers = random.count(now.readRate * traffic * STEP);
    this.countAskers({ issue: asking, read: readers }, now);

    const bytes = (users * 0.5e6 + readers * 0.2e6 + this.consumeRate(now) * STEP * 0.8e6) * now.allocation;
    const pauseBefore = this.heap.pauseLeft;
    const ready = this.rollingLeft > 0 ? 0.6 : 1;
    this.rollingLeft = max(0, this.rollingLeft - STEP);
    const running = ready * this.heap.advance(STEP, bytes * (pauseBefore > 0 ? max(0, 1 - pauseBefore / STEP) : 1), now);
    const capacity = (API_CAPACITY * now.apiInstances) / CALM.apiInstances;

    // After a pause the requests that came meanwhile do not arrive at the lock all at once.
    const waiting = min(this.apiBacklog + users, capacity * CLIENT_TIMEOUT);
    const taken = min(waiting, capacity * running * STEP);
    this.apiBacklog = waiting - taken;
    const viewers = this.readBacklog + readers;
    const viewing = min(viewers, (now.readRate + READ_CATCH_UP) * running * STEP * 1.2);
    this.readBacklog = min(viewers - viewing, now.readRate * CLIENT_TIMEOUT);
    const lock = this.takeLocks(taken, running, now);
    const pool = this.useDatabase(lock.acquired, viewing * (1 - now.replicaShare), running, now);
    const delay = this.consume(lock.acquired, pool.wait, running, now);
    this.answer(users, readers, { stall: pauseBefore, line: this.apiBacklog / capacity, lock, pool, delay }, now);
    // Turned away before anything is done for them.
    meters.issue.busy.observe(0.004, turnedAway);
    this.measureMachine(users, readers, running, now);
  }

  /** Who is there although it is not usual, is somebody else than who always is. */
  private countAskers(asking: { issue: number; read: number }, now: Conditions): void {
    const { asked, surge } = this.meters;
    asked.issue += asking.issue;
    asked.read += asking.read;
    surge.issue += asking.issue * max(0, 1 - CALM.issueRate / now.issueRate);
    surge.read += asking.read * max(0, 1 - CALM.readRate / now.readRate);
  }

  /** Everybody queues for one of a few locks; who waits too long gives up, and some of those try again and make it worse. */
  private takeLocks(users: number, running: number, now: Conditions): { acquired: number; wait: number; failed: number } {
    const { random, meters } = this;
    const capacity = (now.lockKeys / now.lockHold) * STEP;
    const tries = users + this.lockRetries;
    this.lockQueue += tries;
    const served = min(this.lockQueue, capacity * running);
    const missed = served * now.lockMisses;
    this.lockQueue -= served;
    const patience = (capacity / STEP) * LOCK_TIMEOUT;
    const gaveUp = max(0, this.lockQueue - patience);
    this.lockQueue -= gaveUp;
    const failed = gaveUp + missed;
    this.lockRetries = min(failed * now.lockRetries, users * 2);

    const acquired = served - missed;
    const busy = min(0.95, tries / capacity);
    const wait = (this.lockQueue * STEP) / capacity + (busy / (1 - busy)) * now.lockHold * 0.5;
    for (let sample = 0; sample < SAMPLES && acquired > 0; sample += 1) {
      meters.lockAcquire.observe(0.0008 + min(LOCK_TIMEOUT, wait * random.skewed(0.4)), acquired / SAMPLES);
    }
    meters.lockFailures += failed;
    this.lockFailureRate += (failed / STEP - this.lockFailureRate) * (STEP / 5);
    meters.lockHold.count += acquired;
    meters.lockHold.sum += acquired * now.lockHold * random.skewed(0.1);
    return { acquired, wait: min(LOCK_TIMEOUT, wait), failed: tries > 0 ? min(1, failed / tries) : 0 };
  }

  /** API and consumers share one pool: who finds it empty waits, and after a while gives up with an error. */
  private useDatabase(writes: number, readers: number, running: number, now: Conditions): { wait: number; failed: number; hold: number } {
    const { random, meters } = this;
    // After the leak is mended, the pool's own check takes the lost connections back.
    this.leaked = now.leakRate > 0 ? min(now.poolSize - 0.5, this.leaked + now.leakRate * STEP) : max(0, this.leaked - 4 * STEP);
    const holdWrite = now.transactionIdle + QUERIES_PER_TRANSACTION * now.queryTime;
    const holdRead = 0.012 + QUERIES_PER_TRANSACTION * now.queryTime;
    const consumersHold = this.consumeRate(now) * QUERIES_PER_MESSAGE * now.queryTime;
    const available = max(0.5, now.poolSize - this.leaked - consumersHold);

    const arrivals = writes + readers;
    const hold = arrivals > 0 ? (writes * holdWrite + readers * holdRead) / arrivals : holdWrite;
    const throughput = available / hold;
    this.poolQueue += arrivals;
    const served = min(this.poolQueue, throughput * running * STEP);
    this.poolQueue -= served;
    const gaveUp = max(0, this.poolQueue - throughput * POOL_TIMEOUT);
    this.poolQueue -= gaveUp;
    const wait = min(POOL_TIMEOUT, this.poolQueue / throughput);

    // Connections are returned when the work is done, so what is in use follows what is served; a paused process holds what it had.
    const inUse = running > 0.5 ? (served / STEP / running) * hold : meters.poolActive - this.leaked - consumersHold;
    meters.poolSize = now.poolSize;
    meters.poolActive = min(
      now.poolSize,
      max(0, round(this.leaked + consumersHold + inUse + (this.poolQueue > 1 ? 0.4 : random.normal()))),
    );
    meters.poolPending = round(this.poolQueue + (wait > 0.5 ? now.consumers : 0));
    meters.poolTimeouts += gaveUp;
    meters.poolUsage.count += served;
    meters.poolUsage.sum += served * hold * random.skewed(0.1);
    meters.queries.count += served * QUERIES_PER_TRANSACTION;
    meters.queries.sum += served * QUERIES_PER_TRANSACTION * now.queryTime * random.skewed(0.1);
    meters.activeQueries = max(0, round((served / STEP) * QUERIES_PER_TRANSACTION * now.queryTime + random.fraction()));
    const old = this.oldestTransaction + STEP;
    this.oldestTransaction = old > now.oldestTransaction * (0.7 + 0.6 * random.fraction()) ? min(old, now.oldestTransaction) : old;
    meters.oldestTransaction = this.oldestTransaction;
    return { wait, failed: arrivals + served > 0 ? min(1, gaveUp / max(1, gaveUp + served)) : 0, hold: holdWrite };
  }

  /** Consumers take messages one by one, at most one consumer per partition. Returns how long a message waits, in seconds. */
  private consume(acquired: number, poolWait: number, running: number, now: Conditions): number {
    const { random, meters } = this;
    meters.produced += acquired + random.count(now.batchRate * STEP);
    this.poolWait = poolWait;
    const perSecond = this.consumeRate(now);
    const backlog = meters.produced - meters.consumed;
    const consumed = min(backlog, perSecond * this.consumersRun(running) * STEP);
    meters.consumed += consumed;
    meters.listener.count += consumed;
    meters.listener.sum += consumed * this.timePerMessage(now) * random.skewed(0.1);
    // A little is always under way: fetched, not yet committed.
    meters.lag = round(backlog - consumed + perSecond * 0.05 * random.fraction());
    meters.consumers = now.consumers;
    meters.partitions = now.partitions;
    return perSecond > 0 ? (backlog - consumed) / perSecond : Number.POSITIVE_INFINITY;
  }

  /** The share of the step in which consumers work. After a long pause they are thrown out of their group and come back later than the API. */
  private consumersRun(running: number): number {
    if (running < 0.5) {
      this.frozenFor += STEP;
      return 0;
    }
    if (this.frozenFor >= 1) this.rejoinLeft = REJOIN;
    this.frozenFor = 0;
    this.rejoinLeft = max(0, this.rejoinLeft - STEP);
    return this.rejoinLeft > 0 ? 0 : running;
  }

  private timePerMessage(now: Conditions): number {
    return now.consumerWork + this.poolWait + QUERIES_PER_MESSAGE * now.queryTime;
  }

  /** How many messages the consumers could take per second, if there were enough. */
  private consumeRate(now: Conditions): number {
    return min(now.consumers, now.partitions) / this.timePerMessage(now);
  }

  /** Puts the answers of this step into the histograms. */
  private answer(
    users: number,
    readers: number,
    queues: {
      stall: number;
      line: number;
      lock: { wait: number; failed: number };
      pool: { wait: number; failed: number; hold: number };
      delay: number;
    },
    now: Conditions,
  ): void {
    const { random, meters } = this;
    const { stall, line, lock, pool, delay } = queues;
    const primary = 1 - now.replicaShare;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const stalled = max(0, stall - random.fraction() * STEP) + line;
      const waited = lock.wait * random.skewed(0.3);
      const database = pool.wait * random.skewed(0.15) + pool.hold * random.skewed(0.4);
      const result = min(RESULT_WAIT, delay * random.skewed(0.2));
      const base = stalled + 0.035 * random.skewed(0.5);
      const issued = base + waited + database + result;
      const weight = users / SAMPLES;
      meters.issue.busy.observe(min(10, base + LOCK_TIMEOUT), weight * lock.failed);
      meters.issue.failed.observe(min(10, base + waited + POOL_TIMEOUT), weight * (1 - lock.failed) * pool.failed);
      meters.issue.ok.observe(min(10, issued), weight * (1 - lock.failed) * (1 - pool.failed));
      const reading = base + pool.wait * primary + (0.012 + QUERIES_PER_TRANSACTION * now.queryTime) * random.skewed(0.4);
      meters.read.failed.observe(min(10, base + POOL_TIMEOUT), (readers / SAMPLES) * pool.failed * primary);
      meters.read.ok.observe(min(10, reading), (readers / SAMPLES) * (1 - pool.failed * primary));
    }
  }

  private measureMachine(users: number, readers: number, running: number, now: Conditions): void {
    const { random, meters, heap } = this;
    this.paused += (1 - running - this.paused) * (STEP / 8);
    const share = CALM.apiInstances / now.apiInstances;
    const work = 0.14 + ((users / STEP) * 0.0009 + (readers / STEP) * 0.0001) * share + min(300, this.consumeRate(now)) * 0.0002;
    // Retrying for the lock is a busy loop, and the collector uses every core.
    const target = work + 0.64 * min(1, this.lockFailureRate / SPINNING_AT) + 0.45 * this.paused;
    this.cpu += (target - this.cpu) * (STEP / 5);
    meters.cpu = min(0.99, max(0.02, this.cpu + 0.01 * random.normal()));
    meters.oldUsed = heap.old;
    meters.oldMax = now.oldMax;
    meters.edenUsed = heap.eden;
    meters.allocated = heap.allocated;
    meters.memoryUsed = 2.4e9 + heap.old * 0.9;
    meters.memoryLimit = MEMORY_LIMIT;
  }
}
