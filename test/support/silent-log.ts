import type { Log } from '../../src/domain/ports.ts';

/** For what is tried without looking at its log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
