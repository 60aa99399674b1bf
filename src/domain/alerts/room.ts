/**
 * When one more incident may be declared by an alert: undefined when at once, else the moment at which the oldest of the last ones leaves
 * the window. `declaredAt`: when those inside the window were declared, in any order.
 */
export function roomAt(declaredAt: readonly Date[], { atMost, per }: { atMost: number; per: number }, now: Date): Date | undefined {
  const inside = declaredAt.map((at) => at.getTime()).filter((at) => at > now.getTime() - per);
  if (inside.length < atMost) return undefined;
  const leaves = inside.sort((a, b) => b - a)[atMost - 1] ?? now.getTime();
  return new Date(leaves + per);
}
