import type { Concern, ReadinessCheck } from '../runtime/readiness.ts';

/** Clocks that are wrong. They decide nothing, but Slack's signatures, certificates and people's log lines go by the machine's. */
export const clocks: ReadinessCheck =
  ({ clock }) =>
  async () =>
    (clock.departures?.() ?? []).map(({ whose, aheadMs, jumpedByMs }): Concern => {
      const seconds = Math.round(Math.abs(aheadMs) / 100) / 10;
      const where = `${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'}`;
      const jumped = jumpedByMs === undefined ? '' : ` It jumped by ${Math.round(jumpedByMs / 1_000)} s in the last ten minutes.`;
      return whose === 'host'
        ? {
            code: 'host-clock',
            text: `The clock of this machine is ${where} the database's, by which everything goes.${jumped} Let NTP set it: Slack refuses signatures by a clock that is off.`,
            unready: false,
          }
        : {
            code: 'database-clock',
            text: `The database's clock jumped and is ${where} the time that everything goes by, which follows it slowly. Let NTP set the clock of the database's machine.`,
            unready: false,
          };
    });
