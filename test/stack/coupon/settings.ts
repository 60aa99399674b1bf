import type { LockSettings } from './lock.ts';

/** What each process can be told while it runs; the calm values are those it starts with. */
export interface ApiSettings extends LockSettings {
  /** Where the JVM is; empty until it is up. */
  stepUrl: string;
  poolSize: number;
  /** Connections per second that are taken and never returned; 0 gives back those that were. */
  leaksPerSecond: number;
  /** What the service does within a transaction besides its queries. */
  transactionIdleMs: number;
  /** A transaction that is begun and left open. */
  forgottenTransaction: boolean;
  /** How long the query behind /coupons runs. */
  readQueryMs: number;
  /** How long /coupons holds its connection to draw the page. */
  renderMs: number;
  /** Share of the reads that go to the replica. */
  replicaShare: number;
  /** Of the issuing API, for whatever is asked of it. 0: no limit; above it the API answers 429. */
  requestsPerSecond: number;
}

export const CALM_API: ApiSettings = {
  stepUrl: '',
  poolSize: 12,
  leaksPerSecond: 0,
  transactionIdleMs: 8,
  forgottenTransaction: false,
  readQueryMs: 2,
  renderMs: 50,
  replicaShare: 0,
  requestsPerSecond: 0,
  lockHoldMs: 6,
  lockTtlMs: 1_500,
  lockWaitMs: 3_000,
  lockPauseMs: 15,
  lockForgotten: 0,
  lockRetries: 0,
};

export interface ConsumerSettings {
  stepUrl: string;
  poolSize: number;
  consumers: number;
  /** A new mark makes all members leave the group and others join it. */
  restartedAt: string;
  /** What a consumer does with a message besides. */
  workMs: number;
  /** What the JVM makes for each message, and how long it keeps that. */
  messageKb: number;
  messageKeepMs: number;
}

export const CALM_CONSUMER: ConsumerSettings = {
  stepUrl: '',
  poolSize: 10,
  consumers: 8,
  restartedAt: '',
  workMs: 38,
  messageKb: 200,
  messageKeepMs: 0,
};

export interface TrafficSettings {
  apiUrl: string;
  /** Per second. */
  issueRate: number;
  readRate: number;
  /** Messages that a batch puts into the topic besides the users. */
  batchRate: number;
  /** Share of the users who want the same coupon. */
  hotShare: number;
}

export const CALM_TRAFFIC: TrafficSettings = { apiUrl: '', issueRate: 70, readRate: 15, batchRate: 0, hotShare: 1 / 6 };

/** Who asks, by their User-Agent. Whoever comes in addition to calm days is one of the last two. */
export const CLIENTS = ['app', 'web', 'event-page', 'price-crawler'] as const;

export interface ExporterSettings {
  /** Processes that are the container coupon-api. */
  pids: number[];
}

export const TOPIC = 'coupon-requests';
export const GROUP = 'coupon-issuer';
export const COUPONS = ['spring', 'summer', 'autumn', 'winter', 'birthday', 'welcome'];
/** Redis channel on which consumers tell which request is done. */
export const ISSUED_CHANNEL = 'coupon:issued';
