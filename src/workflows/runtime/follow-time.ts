import type { Log } from '../../domain/ports/log.ts';
import type { AnchoredClock, ClockReading } from '../../domain/time/anchored-clock.ts';
import type { ProcessLease } from '../../storage/index.ts';

/** Takes readings of the database's clock in, and says what they bring to light. */
export function followTime(clock: AnchoredClock, { lease, log }: { lease: ProcessLease; log: Log }): (reading: ClockReading) => void {
  return (reading) => {
    for (const news of clock.take(reading)) {
      const byMs = Math.round(news.byMs);
      if (news.kind === 'host-jumped')
        log.warn({ byMs }, "The clock of this machine jumped. Bongsu goes by the database's: nothing happens earlier or later.");
      if (news.kind === 'followed')
        log.warn({ byMs }, 'This process stood still, or its clock did; it goes by the time of the database again.');
      if (news.kind !== 'database-jumped') continue;
      lease.settleClock(news).then(
        (settled) => settled && log.warn({ byMs }, "The database's clock jumped. Bongsu's goes on and makes the difference good slowly."),
        (error) => log.warn({ err: error, byMs }, "The database's clock jumped, and the processes could not agree on it yet."),
      );
    }
  };
}
