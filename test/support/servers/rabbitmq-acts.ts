import { readFileSync } from 'node:fs';

/** What the watched service would do, over the management API of a test's own RabbitMQ. */
export class RabbitmqActs {
  readonly #url: URL;
  readonly #authorization: string;

  constructor(url: string) {
    this.#url = new URL(url);
    this.#authorization = `Basic ${Buffer.from(`${this.#url.username}:${this.#url.password}`).toString('base64')}`;
  }

  async ask(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url.origin}/api${path}`, {
      method,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  queue(name: string, given: object = {}): Promise<unknown> {
    return this.ask('PUT', `/queues/%2F/${name}`, { durable: true, arguments: given });
  }

  async publish(name: string, count: number): Promise<void> {
    for (let at = 0; at < count; at += 1)
      await this.ask('POST', '/exchanges/%2F/amq.default/publish', {
        properties: {},
        routing_key: name,
        payload: 'x',
        payload_encoding: 'string',
      });
  }

  /** A user with the tag and the rights that docs/sources.md has people give it, and no more; the address with it. */
  async watcher(password: string, changes: { password?: string; port?: number } = {}): Promise<string> {
    const page = readFileSync('docs/sources.md', 'utf8');
    const [, tags] = /set_user_tags bongsu (\S+)/.exec(page) ?? [];
    const [, configure, write, read] = /set_permissions -p \/ bongsu '(.*?)' '(.*?)' '(.*?)'/.exec(page) ?? [];
    if (tags === undefined || configure === undefined)
      throw new Error('docs/sources.md does not say which tags and rights bongsu has in RabbitMQ');
    await this.ask('PUT', '/users/bongsu', { password, tags });
    await this.ask('PUT', '/permissions/%2F/bongsu', { configure, write, read });
    return this.watcherAt({ password, ...changes });
  }

  watcherAt({ password, port }: { password: string; port?: number | undefined }): string {
    const url = new URL(this.#url.href);
    url.username = 'bongsu';
    url.password = password;
    if (port !== undefined) url.port = String(port);
    return url.href;
  }
}
