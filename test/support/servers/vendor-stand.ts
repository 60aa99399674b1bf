import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { loadConfig } from '../../../src/config.ts';
import type { Account } from '../../../src/integrations/accounts/account.ts';
import { ACCOUNTS } from '../../../src/integrations/accounts/every-account.ts';

/** How the other side of any vendor behaves, whatever it speaks. */
export type Manner =
  /** Takes connections and says nothing, ever. */
  | 'silent'
  /** Ends every connection at once. */
  | 'cut'
  /** Answers whatever HTTP asks so; `quote` puts all that was asked, as it came and decoded, into the answer. */
  | { status: number; headers?: Record<string, string>; quote?: true };

/** A port of this machine where any vendor may be sent. */
export interface VendorStand {
  /** `http://127.0.0.1:…`. */
  url: string;
  port: number;
  manner: Manner;
  /** How often somebody came. */
  visits: number;
  close(): Promise<void>;
}

export async function startVendorStand(): Promise<VendorStand> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    const { manner } = stand;
    stand.visits += 1;
    if (manner === 'silent') return void socket.resume();
    if (manner === 'cut') return void socket.destroy();
    answer(socket, manner);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stand: VendorStand = {
    url: `http://127.0.0.1:${port}`,
    port,
    manner: 'silent',
    visits: 0,
    async close() {
      for (const socket of open) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
  return stand;
}

/** Once the whole request is there: its head, and as much of a body as the head announces. */
function answer(socket: Socket, { status, headers = {}, quote }: Exclude<Manner, string>): void {
  let asked = '';
  socket.on('data', (chunk) => {
    asked += chunk.toString('latin1');
    // What speaks something else gets an answer that it cannot read.
    if (!/^(GET|POST|PUT|PATCH|DELETE) /.test(asked)) return void socket.end(`HTTP/1.1 ${status} ${quote ? asked : 'no'}\r\n\r\n`);
    const end = asked.indexOf('\r\n\r\n');
    const length = Number(/^content-length: *(\d+)/im.exec(asked)?.[1] ?? 0);
    if (end < 0 || asked.length < end + 4 + length) return;
    const words = quote ? `${asked}\n${decoded(asked)}` : 'no';
    const body = JSON.stringify({ message: words, error: words, errors: [words], errorType: words, detail: words });
    const lines = Object.entries({ ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
    socket.end(
      `HTTP/1.1 ${status} Answer\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}connection: close\r\n\r\n${body}`,
    );
  });
}

function decoded(text: string): string {
  const basic = [...text.matchAll(/basic ([\w+/=]+)/gi)].map(([, encoded = '']) => Buffer.from(encoded, 'base64').toString('utf8'));
  return [text.replaceAll(/(%[\da-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString('utf8')), ...basic].join(
    '\n',
  );
}

/** An example of an address, pointed at this port: `https://api.example.com` and `kafka-1:9092,kafka-2:9092` alike. Undefined when it is no address. */
function pointedAt(example: string, port: number): string | undefined {
  if (example.includes('://')) {
    const url = new URL(example.replace(/^https:/, 'http:'));
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.href;
  }
  if (!/^[\w.-]+:\d+(,[\w.-]+:\d+)*$/.test(example)) return undefined;
  return example.replaceAll(/[\w.-]+:\d+/g, `127.0.0.1:${port}`);
}

/** The environment in which these accounts are set up with their own examples, every address of them pointed at the stand. */
export function environmentOf(accounts: readonly Account[], { port }: Pick<VendorStand, 'port'>): Record<string, string> {
  return Object.fromEntries(
    accounts.flatMap(({ variables, about }) =>
      Object.entries(variables)
        // What only says something about others, such as how to log in, is left as it usually is.
        .filter(([name, { usual }]) => !(name in about) && (usual === undefined || /^https?:/.test(usual)))
        .map(([name, { example }]) => [name, pointedAt(example, port) ?? example]),
    ),
  );
}

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-vendor-stand', SLACK_SIGNING_SECRET: 'vendor-stand-signing' };

/** A configuration in which everything outside is set up by its own examples and stands at that port, as far as it has an address. */
export function configAt(stand: Pick<VendorStand, 'port'>, accounts: readonly Account[] = ACCOUNTS) {
  const others = accounts.filter(({ title }) => title !== 'Slack');
  return loadConfig({ ...environmentOf(others, stand), ...SLACK });
}
