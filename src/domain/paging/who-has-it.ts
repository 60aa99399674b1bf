/** Somebody who has an incident: they acknowledged it, acted on it, or command it. */
export interface Holder {
  user: string;
  at: Date;
  /** By an act of their own. Somebody else may make a sleeping person the commander. */
  acted: boolean;
}

/** Who has it since the incident's clocks started, earliest first. What was before that (it was reopened since) counts no more. */
export function holdersOf(input: {
  acknowledged: readonly { userId: string; at: Date }[];
  commander?: { userId: string; assignedAt: Date } | undefined;
  since: Date;
}): Holder[] {
  const { acknowledged, commander, since } = input;
  const own = acknowledged.map(({ userId, at }) => ({ user: userId, at, acted: true }));
  const commands =
    commander && !own.some(({ user, at }) => user === commander.userId && at >= since)
      ? [{ user: commander.userId, at: commander.assignedAt, acted: false }]
      : [];
  return [...own, ...commands].filter(({ at }) => at >= since).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * Whom a level asks: its first person, or everybody (`all`), but nobody who has it already. When nobody else is there, those who have it stand for the level (`stand`), except
 * that whoever was only made commander by somebody else is asked all the same.
 */
export function askedAt(
  order: readonly string[],
  holders: readonly Holder[],
  { all }: { all: boolean },
): { ask: string[]; have: string[] } {
  const holding = new Map(holders.map((holder) => [holder.user, holder]));
  const others = order.filter((user) => !holding.has(user));
  const unheard = order.filter((user) => holding.get(user)?.acted === false);
  const candidates = others.length > 0 ? others : unheard;
  const ask = all ? candidates : candidates.slice(0, 1);
  return { ask, have: order.filter((user) => holding.has(user) && !ask.includes(user)) };
}
