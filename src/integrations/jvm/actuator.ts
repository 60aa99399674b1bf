import { PermanentError, TransientError } from '../../domain/errors.ts';
import type { HeapReader } from '../../domain/ports.ts';
import { connectionError, httpRequest, jsonOf } from '../http.ts';
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

  async function fetchDump(take: (piece: Buffer) => Promise<void>, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { accept: 'application/octet-stream', ...(authorization !== undefined && { authorization }) };
    const address = `${url.replace(/\/+$/, '')}/heapdump?live=${live}`;
    // A redirect would carry the credentials to somebody nobody named.
    const response = await fetch(address, { headers, redirect: 'manual', signal }).catch((error) => {
      throw connectionError('Actuator', error, timeoutMs);
    });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      throw refusal(response.status);
    }
    let bytes = 0;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > maxBytes)
          throw new PermanentError('too_large', {
            en: `The heap dump is larger than ${Math.floor(maxBytes / 2 ** 20)} MiB.`,
            ko: `heap dump가 ${Math.floor(maxBytes / 2 ** 20)} MiB보다 큽니다.`,
          });
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
      const headers = authorization === undefined ? {} : { authorization };
      const reply = await httpRequest({ vendor: 'Actuator', method: 'GET', url: url.replace(/\/+$/, ''), headers, timeoutMs });
      if (reply.status !== 200) throw refusal(reply.status);
      const { _links: links } = (jsonOf(reply.text) ?? {}) as { _links?: object };
      if (links === undefined || !('heapdump' in links)) throw refusal(404);
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

function refusal(status: number): PermanentError | TransientError {
  if (status === 401 || status === 403)
    return new PermanentError(`http_${status}`, {
      en: `Actuator refuses the credentials (HTTP ${status}): set ACTUATOR_AUTHORIZATION.`,
      ko: `Actuator가 인증을 거부합니다 (HTTP ${status}). ACTUATOR_AUTHORIZATION을 설정해 주세요.`,
    });
  if (status === 404)
    return new PermanentError('http_404', {
      en: 'Actuator has no heapdump (HTTP 404): expose it with management.endpoints.web.exposure.include.',
      ko: 'Actuator에 heapdump가 없습니다 (HTTP 404). management.endpoints.web.exposure.include로 열어 주세요.',
    });
  if (status === 429 || status >= 500)
    return new TransientError(`http_${status}`, {
      en: `Actuator could not make a heap dump now (HTTP ${status}).`,
      ko: `Actuator가 지금 heap dump를 만들지 못합니다 (HTTP ${status}).`,
    });
  return new PermanentError(`http_${status}`, {
    en: `What answers is no Actuator (HTTP ${status}): check the address in the playbook.`,
    ko: `응답한 것이 Actuator가 아닙니다 (HTTP ${status}). 플레이북의 주소를 확인해 주세요.`,
  });
}
