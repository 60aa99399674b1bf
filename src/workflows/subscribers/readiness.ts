import type { ReadinessCheck } from '../runtime/readiness.ts';

const SHOWN_FOR_MS = 86_400_000;
const COUNTED_MOST = 100;

/** Subscribers that were given up within a day, because nothing reached them. */
export const subscribersReadiness: ReadinessCheck = ({ storage, clock }) => {
  return async () => {
    const dropped = await storage.subscriptions.droppedSince(new Date(clock.now().getTime() - SHOWN_FOR_MS), COUNTED_MOST);
    if (dropped.length === 0) return [];
    const reasons = [...new Set(dropped.map(({ kind, endedBecause }) => `${kind}: ${endedBecause}`))].join(', ');
    const count = dropped.length === COUNTED_MOST ? `${COUNTED_MOST} or more` : `${dropped.length}`;
    return [
      {
        code: 'subscribers-dropped',
        text: `${count} of the subscribers could not be reached and are told nothing more (${reasons}). Whoever still wants it subscribes again.`,
        unready: false,
      },
    ];
  };
};
