/** A test that goes by real time, and cleans up behind itself whatever becomes of it. */
export type Story = readonly [name: string, tell: () => Promise<void>];

/**
 * Tests that mostly wait, for a lease or a deadline of real processes: each lane is told story after story, all lanes at the same time, from before the first test of the suite on.
 * Stories of different lanes share no process and no database. Each story is a test of its own, which passes or fails by itself; `withinMs` is how long one may take.
 */
export function itSideBySide(lanes: readonly (readonly Story[])[], withinMs = 240_000): void {
  const told = new Map<Story, Promise<void>>();
  beforeAll(() => {
    for (const lane of lanes) {
      let before: Promise<unknown> = Promise.resolve();
      for (const story of lane) {
        const telling = before.then(story[1]);
        told.set(story, telling);
        // Its own test says what became of it; the next one in its lane begins all the same.
        before = telling.catch(() => undefined);
      }
    }
  });
  for (const story of lanes.flat()) it(story[0], async () => await told.get(story), withinMs);
  afterAll(async () => {
    await Promise.allSettled(told.values());
  }, withinMs);
}
