import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire in front of a server that a test can watch, hold and cut. */
export interface TcpProxy {
  port: number;
  /** Connections made so far. */
  readonly made: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Nothing passes any more in either direction, but connections stay and new ones are taken. */
  hold(): void;
  resume(): void;
  /** Ends every connection, as a firewall or a restarted server does. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes on to `target`; without one it takes connections and says nothing. Listens on `port` of this machine, or on a free one. */
export async function startTcpProxy(target?: { host: string; port: number }, port = 0): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let made = 0;
  let held = target === undefined;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    if (held) socket.pause();
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    made += 1;
    clients.add(client);
    client.on('close', () => clients.delete(client));
    keep(client);
    if (!target) {
      client.resume();
      return;
    }
    const upstream = connect(target);
    keep(upstream);
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (chunk) => to.write(chunk));
      from.on('close', () => to.destroy());
      if (held) from.pause();
    };
    pass(client, upstream);
    pass(upstream, client);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get made() {
      return made;
    },
    get open() {
      return clients.size;
    },
    hold() {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
