import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanAlert } from '../../domain/alerts/clean.ts';
import { UserError } from '../../domain/errors.ts';
import type { AlertInbox } from '../../workflows/alerts/alert-inbox.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { ALERT_FORMATS, type AlertFormat } from './index.ts';

export interface AlertDoorOptions {
  runtime: Pick<Runtime, 'clock' | 'log' | 'playbook' | 'storage'>;
  inbox: AlertInbox;
  /** What senders must show; without it nobody may. */
  token: string | undefined;
}

/** A storm of Alertmanager's fits in; what is larger was not meant for us. */
export const ALERT_BODY_MAX = 4 * 1_048_576;
const RETRY_AFTER_S = 5;

/**
 * `POST /alerts/<sender>`: 202 only after the alerts are stored, so that a sender which gets anything else and tries again loses nothing.
 * What would never be accepted is refused with a 4xx that says what to change.
 */
export function openAlertDoor(app: FastifyInstance, { runtime, inbox, token }: AlertDoorOptions): void {
  const expected = token === undefined ? undefined : digest(token);
  for (const format of ALERT_FORMATS) {
    app.route({
      method: 'POST',
      url: `/alerts/${format.name}`,
      bodyLimit: ALERT_BODY_MAX,
      // Before the body is read: strangers cost nothing.
      onRequest: async (request, reply) => {
        if (expected === undefined) return await refuse(reply, 503, 'Alerts are not accepted yet: set ALERT_TOKEN where Bongsu runs.');
        const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
        if (shown !== undefined && timingSafeEqual(digest(shown), expected)) return undefined;
        const how =
          shown === undefined ? 'Send the header "Authorization: Bearer <ALERT_TOKEN>".' : 'The token is not the one in ALERT_TOKEN.';
        return await refuse(reply.header('www-authenticate', 'Bearer'), 401, how);
      },
      errorHandler: async (error, _request, reply) => await explain(error as RequestError, reply, format),
      handler: async (request, reply) => await accept(request, reply, format, { runtime, inbox }),
    });
  }
}

interface RequestError extends Error {
  statusCode?: number;
  code?: string;
}

async function accept(
  request: FastifyRequest,
  reply: FastifyReply,
  format: AlertFormat,
  { runtime, inbox }: Pick<AlertDoorOptions, 'runtime' | 'inbox'>,
): Promise<FastifyReply> {
  try {
    const receivedAt = runtime.clock.now();
    const alerts = format.read(request.body, runtime.playbook).map(cleanAlert);
    await inbox.take(alerts.map((payload) => ({ source: format.name, receivedAt, payload })));
    return await reply.code(202).send({ accepted: alerts.length });
  } catch (error) {
    if (error instanceof UserError) return await refuse(reply, 400, error.message);
    const away = runtime.storage.isUnreachable(error);
    runtime.log[away ? 'warn' : 'error']({ err: error, source: format.name }, 'Alerts could not be stored; their sender must try again.');
    const text = away ? 'The database cannot be reached; send it again.' : 'The alerts could not be stored; send them again.';
    return await refuse(reply.header('retry-after', RETRY_AFTER_S), 503, text);
  }
}

/** What Fastify itself refuses, in words that say what to do. */
async function explain(error: RequestError, reply: FastifyReply, format: AlertFormat): Promise<FastifyReply> {
  const status = error.statusCode ?? 500;
  if (status === 413) return await refuse(reply, 413, `The body is larger than ${ALERT_BODY_MAX} bytes: send fewer alerts at once.`);
  if (status === 415) return await refuse(reply, 415, 'Send JSON with the header "Content-Type: application/json".');
  if (status < 500) return await refuse(reply, 400, `The body is not JSON that ${format.name} could have sent: ${error.message}`);
  return await refuse(reply, 500, 'Something went wrong inside Bongsu.');
}

async function refuse(reply: FastifyReply, status: number, error: string): Promise<FastifyReply> {
  return await reply.code(status).send({ error });
}

/** Of equal length whatever was shown, so that the comparison takes the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
