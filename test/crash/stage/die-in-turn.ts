import type { BotPool, BotProcess } from '../../support/bots/bots.ts';
import type { Scene } from './scene.ts';

/**
 * Bots that die one after another, each at its point of what `act` sets going: whoever takes over is the next to die. Resolves when the last one runs, to which
 * nothing happens. Not for steps that something else replaces within some seconds: after the second death it would be the replacement that is seen.
 */
export async function dieInTurn(scene: Scene, pool: BotPool, points: readonly string[], act: () => Promise<unknown>): Promise<void> {
  let bot = await begin(scene, pool.take(), points[0]);
  await act();
  for (const [index, point] of points.entries()) {
    await bot.dies(point);
    bot = await begin(scene, pool.take(), points[index + 1]);
  }
}

async function begin(scene: Scene, bot: BotProcess, crashAt: string | undefined): Promise<BotProcess> {
  await scene.run(bot, crashAt === undefined ? {} : { crashAt }).catch((error: unknown) => {
    // What it takes over may bring it to its point before it says that it runs.
    if (bot.alive || crashAt === undefined) throw error;
  });
  return bot;
}
