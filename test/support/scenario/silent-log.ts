import type { Log } from '../../../src/domain/ports/log.ts';

/** For what is tried without looking at its log. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
