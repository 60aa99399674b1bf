import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AlertReader } from '../../domain/alerts/read-body.ts';
import { type DoorCode, isStrangers } from '../../domain/alerts/refusal.ts';
import { quotaOf, TokenBuckets } from '../../domain/alerts/token-buckets.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { DatabaseTrouble } from '../../domain/process/database-trouble.ts';
import type { Refusals } from '../../workflows/alerts/refusals.ts';
import { type AlertIntake, refusalsOf, type Taken } from '../../workflows/alerts/take-body.ts';
import type { Runtime } from '../../workflows/runtime/runtime.ts';
import { answerTo } from './answer.ts';
import { ALERT_FORMATS, type AlertFormat } from './index.ts';
import { addressOf, shownToken } from './sender.ts';

export interface AlertDoorOptions {
  runtime: Pick<Runtime, 'clock' | 'log' | 'playbook' | 'storage'>;
  intake: AlertIntake;
  refusals: Refusals;
  /** What senders must show; without it nobody may. */
  token: string | undefined;
}

/** More than the biggest storm that Alertmanager puts into one body; what is larger was not meant for us. */
export const ALERT_BODY_MAX = 16 * 1_048_576;
const RETRY_AFTER_S = 5;
/** JSON under any of its names. Amazon SNS calls its own `text/plain`. */
const JSON_TYPES = /^(?:application\/(?:[\w.+-]+\+)?json|application\/(?:x-ndjson|jsonl?)|text\/(?:json|plain))\s*(?:;|$)/i;

/**
 * `POST /alerts/<sender>`: 202 only after the alerts are stored, so that a sender which gets anything else and tries again loses nothing. A body is taken
 * item by item; what would never be accepted is refused with a 4xx that says what to change, and everything that is refused is seen (`Refusals`).
 */
export function openAlertDoor(app: FastifyInstance, options: AlertDoorOptions): void {
  const { runtime } = options;
  const { clock } = runtime;
  const buckets = new TokenBuckets(
    // Of the playbook as it is now: it may have been changed.
    (sender) => quotaOf(runtime.playbook.alerts.quotas, sender),
    () => clock.now().getTime(),
  );
  const routes = async (door: FastifyInstance) => {
    door.removeAllContentTypeParsers();
    // What it is was looked at before; here it is only taken in, because anything may be in it.
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: ALERT_BODY_MAX }, (_request, body, done) => done(null, body));
    for (const format of ALERT_FORMATS) openOne(door, format, options, buckets);
  };
  // Without a name Fastify looks for one among all modules that were ever loaded.
  app.register(Object.assign(routes, { [Symbol.for('fastify.display-name')]: 'alerts' }));
}

function openOne(door: FastifyInstance, format: AlertFormat, options: AlertDoorOptions, buckets: TokenBuckets): void {
  const { runtime, intake, refusals, token } = options;
  let known: { playbook: Playbook; reader: AlertReader } | undefined;
  const reader = (): AlertReader => {
    const { playbook } = runtime;
    if (known?.playbook !== playbook) known = { playbook, reader: format.reader(playbook, intake.deciding) };
    return known.reader;
  };
  const refuse = async (
    request: FastifyRequest,
    reply: FastifyReply,
    code: DoorCode,
    status: number,
    error: string,
  ): Promise<FastifyReply> => {
    // A name that came without the token is anybody's.
    const sender = isStrangers(code) ? addressOf(request.ip) : senderOf(request);
    await refusals.note([{ source: format.name, sender, code, requests: 1, alerts: 0 }]);
    return await reply.code(status).send({ error });
  };
  door.route({
    method: 'POST',
    url: `/alerts/${format.name}`,
    bodyLimit: ALERT_BODY_MAX,
    // Before the body is read: strangers, and those who send too much, cost nothing.
    onRequest: async (request, reply) => {
      if (token === undefined)
        return await refuse(request, reply, 'no-token', 503, 'Alerts are not accepted yet: set ALERT_TOKEN where Bongsu runs.');
      const shown = shownToken(request.headers.authorization);
      if (!shown.fits(token)) {
        const challenged = reply.header('www-authenticate', 'Bearer, Basic realm="Bongsu alerts", charset="UTF-8"');
        return await refuse(request, challenged, 'token', 401, shown.advice);
      }
      const waitMs = buckets.waitMs(bucketOf(format, request));
      if (waitMs > 0) {
        const patient = reply.header('retry-after', Math.max(1, Math.ceil(waitMs / 1_000)));
        return await refuse(
          request,
          patient,
          'quota',
          429,
          'This sender has used up its quota of alerts (alerts.quotas in the playbook): send again later.',
        );
      }
      const { 'content-type': type, 'content-encoding': encoding } = request.headers;
      if ((type !== undefined && !JSON_TYPES.test(type)) || (encoding !== undefined && encoding !== 'identity')) {
        buckets.spend(bucketOf(format, request), 1);
        return await refuse(
          request,
          reply,
          'media-type',
          415,
          'Send JSON with the header "Content-Type: application/json", not compressed.',
        );
      }
      return undefined;
    },
    errorHandler: async (error, request, reply) => {
      const status = (error as { statusCode?: number }).statusCode ?? 500;
      buckets.spend(bucketOf(format, request), 1);
      if (status === 413)
        return await refuse(
          request,
          reply,
          'too-large',
          413,
          `The body is larger than ${ALERT_BODY_MAX} bytes: send fewer alerts at once.`,
        );
      // The sender went away in the middle, or its lengths do not fit: nobody is there to lose anything, and it sends again.
      if (status < 500) return await reply.code(status).send({ error: `The body could not be received: ${(error as Error).message}` });
      runtime.log.error({ err: error, source: format.name }, 'The door for alerts broke.');
      return await reply.code(500).send({ error: 'Something went wrong inside Bongsu.' });
    },
    handler: async (request, reply) => {
      const delivery = {
        source: format.name,
        sender: senderOf(request),
        bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      };
      let taken: Taken;
      try {
        [taken] = (await intake.take([delivery], reader())) as [Taken];
      } catch (error) {
        const trouble = runtime.storage.troubleOf(error);
        const what = 'Alerts could not be stored; their sender must try again.';
        runtime.log[trouble ? 'warn' : 'error']({ err: error, source: format.name }, what);
        const text = trouble ? REFUSED[trouble] : 'The alerts could not be stored; send them again.';
        return await refuse(request, reply.header('retry-after', RETRY_AFTER_S), 'not-stored', 503, text);
      }
      buckets.spend(bucketOf(format, request), Math.max(1, taken.accepted + taken.setAside.length));
      await refusals.note(refusalsOf(delivery, taken));
      const { status, body } = answerTo(taken);
      return await reply.code(status).send(body);
    },
  });
}

/** Why nothing is stored at the moment, for the sender's log. */
const REFUSED: Record<DatabaseTrouble, string> = {
  away: 'The database cannot be reached; send it again.',
  'held-up': 'The database was held up for too long; send it again.',
  full: "The disk of Bongsu's database is full; send it again when there is room.",
  'read-only': "Bongsu's database can only be read at the moment; send it again later.",
};

/** Whose bucket it is: as the playbook names it under `alerts.quotas.senders`. */
function bucketOf(format: AlertFormat, request: FastifyRequest): string {
  return `${format.name}/${senderOf(request)}`;
}

/** The name that it gave with its token, or its address. */
function senderOf(request: FastifyRequest): string {
  return shownToken(request.headers.authorization).name ?? addressOf(request.ip);
}
