import type { Clock } from '../../domain/clock.ts';
import type { Dial, TargetKind, TargetSpec } from '../../domain/mitigation/targets.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import type { Log } from '../../domain/ports.ts';
import type { KafkaSettings } from '../kafka/watched-kafka.ts';

/** What the environment says about acting on the watched system; the URLs are those of accounts that may change things, unlike the ones that only look. */
export interface ExecutorSettings {
  kafka: KafkaSettings | undefined;
  mitigate: {
    databaseUrl: { reveal(): string } | undefined;
    redisUrl: { reveal(): string } | undefined;
    /** Path of a kubeconfig; without it the pod's own account is used where there is one. */
    kubeconfig: string | undefined;
  };
  /** Signs requests to the team's own addresses. */
  webhookSecret: { reveal(): string } | undefined;
}

export interface ExecutorDeps {
  clock: Clock;
  log: Log;
  /** Hides the secrets of this process in what a target says. */
  mask: (text: string) => string;
}

export interface Executor<Kind extends TargetKind> {
  dial(target: NonNullable<TargetSpec[Kind]>): Dial;
  close?(): Promise<void>;
}

/** One way to act on the watched system: one file, one line in `index.ts`. */
export interface ExecutorKind<Kind extends TargetKind = TargetKind> {
  name: Kind;
  /** What sets it up, for the error of one that is not: `set MITIGATE_DATABASE_URL`. */
  missing: Bilingual;
  /** Undefined when the environment does not set it up. Connects when it is first asked. */
  create(settings: ExecutorSettings, deps: ExecutorDeps): Executor<Kind> | undefined;
}
