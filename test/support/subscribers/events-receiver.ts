import { createHmac } from 'node:crypto';
import { Faults } from '../../../sandbox/faults.ts';
import { type StandInReply, type StandInRequest, startStandInServer } from '../../../sandbox/stand-in-server.ts';

export interface ReceivedEvent {
  id: string;
  signature: string;
  timestamp: string;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** What somebody outside writes for themselves, after the Standard Webhooks specification and with none of our code: it takes what is signed with the secret that it was told. */
export async function startEventsReceiver() {
  const faults = new Faults();
  const received: ReceivedEvent[] = [];
  const known = { secret: '' };

  function receive({ headers, text }: StandInRequest): StandInReply {
    const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signature = '' } = headers;
    const key = Buffer.from(known.secret.split('_')[1] ?? '', 'base64');
    const wanted = createHmac('sha256', key).update([id, timestamp, text].join('.')).digest('base64');
    if (key.length < 24 || !signature.split(' ').includes(`v1,${wanted}`)) return { status: 401 };
    received.push({ id, signature, timestamp, text, body: JSON.parse(text) });
    return { status: 204 };
  }

  const server = await startStandInServer({
    faults,
    route: (request) => ({ name: `${request.method} ${request.path}`, args: {}, run: () => receive(request) }),
    refusal: (fault) => ({ status: fault.kind === 'http' ? fault.status : 400 }),
  });
  return { url: `${server.url}/hooks`, faults, received, calls: server.calls, known, close: server.close };
}
