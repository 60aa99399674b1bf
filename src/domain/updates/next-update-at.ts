/**
 * The moment of the next regular update: a whole number of intervals after detection, strictly after `now`. Counted from detection and
 * not from the last update, so that nothing drifts (the tenth one is due at ten intervals) and time that was slept through is one update.
 */
export function nextUpdateAt(detectedAt: Date, everyMs: number, now: Date): Date {
  const passed = Math.max(0, Math.floor((now.getTime() - detectedAt.getTime()) / everyMs));
  return new Date(detectedAt.getTime() + (passed + 1) * everyMs);
}

/** When the draft of an update is shown to whoever approves it, so long before it is due. Null where that is over already: it goes as it is. */
export function offerUpdateAt(dueAt: Date, beforeMs: number, now: Date): Date | null {
  const offerAt = new Date(dueAt.getTime() - beforeMs);
  return beforeMs > 0 && offerAt > now ? offerAt : null;
}
