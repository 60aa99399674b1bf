import type { Server } from 'node:http';

const PORTS_TRIED = 10;

/** Listens on this machine alone, on the given port or the next of ten that is free; 0 takes any. Rejects with the variable to set when all are taken. */
export async function listen(server: Server, { port, variable }: { port: number; variable: string }): Promise<void> {
  const last = port === 0 ? 0 : Math.min(port + PORTS_TRIED - 1, 65_535);
  for (let candidate = port; ; candidate += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code === 'EADDRINUSE' || code === 'EACCES') && candidate < last) continue;
      throw code === 'EADDRINUSE'
        ? new Error(`the ports ${port}–${last} are taken; set ${variable} to a free one`, { cause: error })
        : error;
    }
  }
}
