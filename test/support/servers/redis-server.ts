import { type FoundService, type Home, type Recipe, type RunningServer, startProgram } from './server.ts';

/** An empty Redis that keeps nothing; or the given one, as it is (keys there need a prefix of the test's own). */
export async function startRedis(found: FoundService, home?: Home): Promise<RunningServer> {
  if ('url' in found) return { url: found.url, async stop() {} };
  const server = await startProgram(redisRecipe(found.program), home);
  return { url: `redis://127.0.0.1:${server.port}/0`, stop: server.stop };
}

export function redisRecipe(program: string): Recipe {
  return {
    program,
    name: 'redis',
    args: (port) => ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    ready: /Ready to accept connections/,
  };
}
