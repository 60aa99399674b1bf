import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { JVM_PROFILES } from './jvm/step-server.ts';
import type { Stack } from './stack.ts';

const breakage = z.object({ scenario: z.string(), cause: z.string().optional(), strength: z.number().positive().optional() });
const profile = z.object({ profile: z.enum(JVM_PROFILES) });
const healing = z.object({ scenario: z.string().optional() });

/** Breaks and heals a stack from other processes: POST /break, POST /heal, GET /state; GET and PATCH /jvm for its profile, as a mitigation does. All JSON. */
export async function openControlDoor(stack: Stack, changed: () => Promise<void>): Promise<{ url: string; close(): void }> {
  async function answer(call: string, text: string): Promise<unknown> {
    switch (call) {
      case 'POST /break': {
        const { scenario, cause, strength } = breakage.parse(JSON.parse(text));
        const broken = await stack.break(scenario, cause, strength);
        await changed();
        return broken;
      }
      case 'POST /heal': {
        await stack.heal(healing.parse(JSON.parse(text || '{}')).scenario);
        await changed();
        return { broken: stack.broken() };
      }
      case 'GET /jvm':
        return { profile: stack.jvmProfile() };
      case 'PATCH /jvm':
        await stack.restartJvm(profile.parse(JSON.parse(text)).profile);
        await changed();
        return { profile: stack.jvmProfile() };
      case 'GET /state':
        return { broken: stack.broken(), readings: await stack.readings.all() };
      default:
        throw new Error(`there is no ${call}; there are POST /break, POST /heal, GET /state, GET and PATCH /jvm`);
    }
  }

  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    try {
      const text = (await request.toArray()).join('');
      response.end(JSON.stringify(await answer(`${request.method} ${request.url}`, text)));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
