import { isLoss } from '../../domain/alerts/refusal.ts';
import type { ReadinessCheck } from '../runtime/readiness.ts';

const HOUR_MS = 3_600_000;

/** What the doors for alerts refused within the hour, told and no more: the bot itself works. */
export const alertDoorsReadiness: ReadinessCheck =
  ({ storage, clock }) =>
  async () => {
    const refusals = await storage.alertRefusals.since(new Date(clock.now().getTime() - HOUR_MS));
    return refusals.map(({ source, sender, code, requests, alerts, lastAt }) => ({
      code: isLoss(code) ? 'alerts-lost' : 'alerts-refused',
      text: `The door ${source} did not take something of ${sender} (${code}: ${requests} requests, ${alerts} alerts today; last at ${lastAt.toISOString()}). npm run doctor shows more.`,
      unready: false,
    }));
  };
