import { z } from 'zod';
import { PermanentError, type TransientError } from '../../domain/errors.ts';
import type { PageNotice } from '../../domain/ports/pagers.ts';
import { withoutEnd } from '../../domain/text/without-end.ts';
import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret } from '../accounts/shapes.ts';
import { type HttpReply, httpRequest, jsonOf } from '../http.ts';
import { createMask } from '../mask.ts';
import { passingAnswer } from '../passing-answer.ts';
import { clamp, clampLine } from './clamp.ts';
import { pagerKind } from './pager-kind.ts';

/** PagerDuty cuts a summary here. */
const MOST_SUMMARY = 1_024;
const MOST_TEXT = 20_000;
const KEY_LENGTH = 32;
const LEVELS: readonly PageNotice['level'][] = ['L1', 'L2', 'operations'];
const SEVERITIES = { sev1: 'critical', sev2: 'error', sev3: 'warning' } as const;

export const pagerdutyAccount = account({
  title: 'PagerDuty',
  variables: {
    PAGERDUTY_ROUTING_KEY: {
      shape: secret('the integration key of an Events API v2 integration'),
      example: '0123456789abcdef0123456789abcdef',
      said: worded(({ messengers }) => messengers.pagerdutyRoutingKey),
    },
    PAGERDUTY_API_URL: {
      shape: httpUrl('an http(s) address such as https://events.pagerduty.com'),
      usual: 'https://events.pagerduty.com',
      example: 'https://events.pagerduty.com',
      said: worded(({ messengers }) => messengers.pagerdutyApiUrl),
    },
  },
  needs: ['PAGERDUTY_ROUTING_KEY'],
  settings: ({ PAGERDUTY_ROUTING_KEY, PAGERDUTY_API_URL }) => ({ routingKey: PAGERDUTY_ROUTING_KEY, apiUrl: PAGERDUTY_API_URL }),
});

const accepted = z.object({ dedup_key: z.string().optional() });
const refused = z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() });

/**
 * An alert over PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview). Whom it wakes, and how often, is the
 * escalation policy of the PagerDuty service: the person is named in the details only.
 *
 * One alert per incident and level: PagerDuty notifies nobody about a trigger for an alert that is open or acknowledged, so with one alert per
 * incident the second level would never be paged once the first had acknowledged. For the same reason a repeated page adds nothing:
 * PagerDuty repeats by itself.
 */
export const pagerdutyPager = pagerKind({
  name: 'pagerduty',
  wakes: true,
  shared: true,
  account: pagerdutyAccount,
  create({ routingKey: hidden, apiUrl }, { clock, service, timeoutMs }) {
    const routingKey = hidden.reveal();
    const url = `${withoutEnd(apiUrl, '/').replace(/\/v2(\/enqueue)?$/, '')}/v2/enqueue`;
    const dedupKey = (incidentId: number, level: PageNotice['level']) => `bongsu/${service.key}/${incidentId}/${level}`;

    async function enqueue(event: object): Promise<HttpReply> {
      const reply = await httpRequest({
        vendor: 'PagerDuty',
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json;charset=UTF-8' },
        body: JSON.stringify({ routing_key: routingKey, ...event }),
        timeoutMs,
      });
      if (reply.status !== 202) throw pagerdutyError(reply, clock.now(), routingKey);
      return reply;
    }

    return {
      reaches: () => true,
      async send(notice, { name, slack }) {
        const dedup_key = dedupKey(notice.incidentId, notice.level);
        const { key, level, attempt } = notice;
        const reply = await enqueue({
          event_action: 'trigger',
          dedup_key,
          client: 'Bongsu',
          payload: {
            summary: clampLine(notice.subject, MOST_SUMMARY),
            source: service.key,
            severity: SEVERITIES[notice.severity],
            timestamp: clock.now().toISOString(),
            group: service.key,
            custom_details: { text: clamp(notice.text, MOST_TEXT), person: name, slack, level, attempt, key },
          },
        });
        return { reference: accepted.safeParse(jsonOf(reply.text)).data?.dedup_key ?? dedup_key };
      },
      async settle({ incidentId, outcome, level: settled }) {
        // Which levels were triggered is not known here; PagerDuty drops what concerns no alert of its own.
        const event_action = outcome === 'acknowledged' ? 'acknowledge' : 'resolve';
        const levels = settled === undefined ? LEVELS : [settled];
        const told = await Promise.allSettled(levels.map((level) => enqueue({ event_action, dedup_key: dedupKey(incidentId, level) })));
        const failed = told.find((one) => one.status === 'rejected');
        if (failed) throw failed.reason;
      },
    };
  },
  async probe({ routingKey }) {
    // Its API has nothing to ask without raising an alert.
    return routingKey.reveal().length === KEY_LENGTH
      ? { ready: true, text: 'set up; whether the key is taken shows with the first page' }
      : {
          ready: false,
          text: `PAGERDUTY_ROUTING_KEY must have ${KEY_LENGTH} characters: it is the Integration Key of an Events API v2 integration`,
        };
  },
});

function pagerdutyError(reply: HttpReply, now: Date, routingKey: string): PermanentError | TransientError {
  const passing = passingAnswer('PagerDuty', reply, now);
  if (passing) return passing;
  const { message, errors = [] } = refused.safeParse(jsonOf(reply.text)).data ?? {};
  const words = [message, ...errors].filter((word) => word !== undefined).join('; ') || `HTTP ${reply.status}`;
  const said = clampLine(createMask([routingKey])(words), 200);
  if (/routing.?key|integration.?key/i.test(words) || reply.status === 401 || reply.status === 403) {
    return new PermanentError(
      'invalid_routing_key',
      `PagerDuty refuses the routing key: PAGERDUTY_ROUTING_KEY must be the Integration Key of an Events API v2 integration. (PagerDuty: ${said})`,
    );
  }
  if (reply.status === 404)
    return new PermanentError(
      'http_404',
      'PagerDuty is not at PAGERDUTY_API_URL: it must be https://events.pagerduty.com or your region’s.',
    );
  return new PermanentError(`http_${reply.status}`, `PagerDuty refused the event: ${said}`);
}
