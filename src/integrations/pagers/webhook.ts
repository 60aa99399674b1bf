import { PermanentError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/time/clock.ts';
import { worded } from '../../languages/worded.ts';
import { endpointAt } from '../endpoint.ts';
import { httpRequest } from '../http.ts';
import { passingAnswer } from '../passing-answer.ts';
import { signatureAccount, signedHeaders } from '../signature.ts';
import { clamp } from './clamp.ts';
import { pagerKind } from './pager-kind.ts';

const VENDOR = 'The webhook receiver';
const SAID_VENDOR = worded(({ messengers }) => messengers.saidVendor);
const MOST_TEXT = 20_000;
const NO_SECRET = 'team.paging.webhook is not used: set WEBHOOK_SECRET, with which its requests are signed.';
const NO_ADDRESS = 'WEBHOOK_SECRET is not used: name the address in team.paging.webhook of the playbook.';

/**
 * A signed POST to the address in `team.paging.webhook`, for whatever no other pager reaches; `docs/paging.md` is its contract. The receiver
 * decides whom it can reach, tells a page's doubles by its `key`, and hears when somebody has it or it is over.
 */
export const webhookPager = pagerKind({
  name: 'webhook',
  wakes: false,
  shared: true,
  account: signatureAccount,
  create(secret, { clock, team, timeoutMs }) {
    const { webhook: url } = team.paging;
    if (url === undefined) return undefined;
    const post = (body: object): Promise<void> => postSigned({ url, secret: secret.reveal(), clock, timeoutMs, body });
    return {
      reaches: () => true,
      async send({ key, incidentId, title, severity, level, attempt, text, short }, person) {
        const incident = { id: incidentId, title, severity };
        await post({ type: 'page', key, incident, level, attempt, text: clamp(text, MOST_TEXT), short, person });
        return {};
      },
      async settle({ incidentId, outcome, level, by }) {
        await post({ type: outcome, incident: { id: incidentId }, ...(level !== undefined && { level }), by });
      },
    };
  },
  async probe(_secret, { team }) {
    if (team.paging.webhook === undefined) return { ready: false, text: NO_ADDRESS };
    return { ready: true, text: 'set up; whether it is received shows with the first page' };
  },
  unset: ({ team }) => (team.paging.webhook === undefined ? undefined : NO_SECRET),
});

interface SignedPost {
  url: string;
  secret: string;
  clock: Clock;
  timeoutMs: number;
  body: object;
}

async function postSigned({ url, secret, clock, timeoutMs, body }: SignedPost): Promise<void> {
  const text = JSON.stringify(body);
  const endpoint = endpointAt(url);
  const reply = await httpRequest({
    vendor: VENDOR,
    method: 'POST',
    url: endpoint.at(''),
    headers: { 'content-type': 'application/json;charset=UTF-8', ...endpoint.headers, ...signedHeaders({ secret, clock, body: text }) },
    body: text,
    timeoutMs,
  });
  const { status } = reply;
  if (status >= 200 && status <= 299) return;
  throw passingAnswer(SAID_VENDOR, reply, clock.now()) ?? new PermanentError(`http_${status}`, adviceFor(status));
}

/** What the receiver says stays unread: it may quote what it was sent. */
function adviceFor(status: number): string {
  if (status >= 300 && status <= 399)
    return `The webhook receiver sends on to another address (HTTP ${status}): write that one in team.paging.webhook.`;
  if (status === 401 || status === 403)
    return `The webhook receiver refuses the signature (HTTP ${status}): it must know the same WEBHOOK_SECRET, and its clock must be right.`;
  if (status === 404 || status === 410) return `Nothing receives pages at team.paging.webhook (HTTP ${status}): correct the address.`;
  return `The webhook receiver refused the page with HTTP ${status}: its own log says why.`;
}
