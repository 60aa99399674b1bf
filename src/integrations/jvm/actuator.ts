import { PermanentError } from '../../domain/errors.ts';
import type { HeapReader } from '../../domain/ports/evidence.ts';
import { assertLease } from '../../domain/process/lease.ts';
import { worded } from '../../languages/worded.ts';
import { endpointAt } from '../endpoint.ts';
import { connectionError, httpRequest, jsonOf } from '../http.ts';
import { actuatorRefusal, notExposed } from './actuator-refusal.ts';
import { HprofCounter } from './hprof.ts';
import { KeptDump } from './kept-dump.ts';

const DUMP_MAX = 8 * 2 ** 30;

export interface ActuatorOptions {
  name: string;
  /** Where Spring Boot Actuator answers, such as `http://api:8080/actuator`. */
  url: string;
  /** The whole header `Authorization`, such as `Bearer …`. */
  authorization: string | undefined;
  live: boolean;
  /** Where dumps are kept; ours alone. */
  directory: string;
  /** So many of this JVM's dumps stay there. */
  keep: number;
  maxBytes?: number;
}

/**
 * The heap of a JVM by its Actuator (https://docs.spring.io/spring-boot/api/rest/actuator/heapdump.html). A dump holds whatever the service
 * holds: it is counted as it comes and written down nowhere, unless the playbook wants some kept; it never leaves this machine.
 */
export function createActuator(options: ActuatorOptions): HeapReader {
  const { name, url, authorization, live, directory, keep, maxBytes = DUMP_MAX } = options;
  const endpoint = endpointAt(url);

  async function fetchDump(take: (piece: Buffer) => Promise<void>, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { accept: 'application/octet-stream', ...endpoint.headers, ...(authorization !== undefined && { authorization }) };
    const address = endpoint.at('/heapdump', { live: String(live) });
    assertLease();
    // A redirect would carry the credentials to somebody nobody named.
    const response = await fetch(address, { headers, redirect: 'manual', signal }).catch((error) => {
      throw connectionError('Actuator', error, timeoutMs);
    });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      throw actuatorRefusal(response, 'heapdump');
    }
    let bytes = 0;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new PermanentError(
            'too_large',
            worded(({ evidence }) => evidence.heapDumpIsLargerThanMiB(Math.floor(maxBytes / 2 ** 20))),
          );
        await take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
      }
    } catch (error) {
      throw error instanceof PermanentError ? error : connectionError('Actuator', error, timeoutMs);
    }
  }

  return {
    name,
    probe: async ({ timeoutMs }) => {
      // Asking for the dump itself, even for its head alone, would make one.
      const headers = { ...endpoint.headers, ...(authorization !== undefined && { authorization }) };
      const reply = await httpRequest({ vendor: 'Actuator', method: 'GET', url: endpoint.at(''), headers, timeoutMs });
      if (reply.status !== 200) throw actuatorRefusal(reply, 'heapdump');
      const { _links: links } = (jsonOf(reply.text) ?? {}) as { _links?: object };
      if (links === undefined || !('heapdump' in links)) throw notExposed('heapdump');
      return 'Actuator exposes heapdump';
    },
    count: async ({ timeoutMs }) => {
      const counter = new HprofCounter();
      const kept = keep > 0 ? await KeptDump.begin(directory, name) : undefined;
      try {
        await fetchDump(async (piece) => {
          counter.push(piece);
          await kept?.write(piece);
        }, timeoutMs);
        const heap = counter.finish();
        await kept?.finish();
        return heap;
      } finally {
        await kept?.leave(keep);
      }
    },
  };
}
