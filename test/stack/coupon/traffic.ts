import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Registry } from 'prom-client';
import { createDoor, surroundings } from './door.ts';
import { CALM_TRAFFIC, type CLIENTS, COUPONS, TOPIC } from './settings.ts';

const TICK_MS = 20;
const CLIENT_TIMEOUT_MS = 15_000;

const { port, kafkaBrokers } = surroundings();
const settings = { ...CALM_TRAFFIC, apiUrl: process.env.COUPON_API_URL ?? '' };
const agent = new Agent({ keepAlive: true });
const producer = new Kafka({ clientId: 'coupon-batch', brokers: kafkaBrokers, logLevel: logLevel.WARN }).producer({
  createPartitioner: Partitioners.DefaultPartitioner,
  // A wider topic is used at once.
  metadataMaxAge: 1_000,
});
const door = createDoor({ port, registry: new Registry(), settings });

/** Users do not wait for each other: as many come per second, however slow the answers are. */
function send(method: string, path: string, client: (typeof CLIENTS)[number]): void {
  const headers = { 'user-agent': client };
  const sent = request(`${settings.apiUrl}${path}`, { method, agent, headers, timeout: CLIENT_TIMEOUT_MS }, (response) =>
    response.resume(),
  );
  sent.once('timeout', () => sent.destroy());
  sent.on('error', () => {});
  sent.end();
}

/** Those who are there on calm days, and who comes in addition. */
function clientOf(rate: number, calm: number, additional: (typeof CLIENTS)[number]): (typeof CLIENTS)[number] {
  if (Math.random() >= calm / rate) return additional;
  return Math.random() < 0.7 ? 'app' : 'web';
}

function coupon(): string {
  if (Math.random() < settings.hotShare) return COUPONS[0] ?? '';
  return COUPONS[1 + Math.floor(Math.random() * (COUPONS.length - 1))] ?? '';
}

/** How many are due by now at a rate, fractions kept. */
function metered(rate: () => number): (seconds: number) => number {
  let owed = 0;
  return (seconds) => {
    owed = Math.min(owed + rate() * seconds, rate());
    const due = Math.floor(owed);
    owed -= due;
    return due;
  };
}

const issues = metered(() => settings.issueRate);
const reads = metered(() => settings.readRate);
const batch = metered(() => settings.batchRate);
let last = performance.now();

function tick(): void {
  const now = performance.now();
  const seconds = (now - last) / 1_000;
  last = now;
  for (let left = issues(seconds); left > 0; left -= 1) {
    send('POST', `/coupons/issue?coupon=${coupon()}`, clientOf(settings.issueRate, CALM_TRAFFIC.issueRate, 'event-page'));
  }
  for (let left = reads(seconds); left > 0; left -= 1) {
    send('GET', '/coupons', clientOf(settings.readRate, CALM_TRAFFIC.readRate, 'price-crawler'));
  }
  const messages = Array.from({ length: batch(seconds) }, () => ({ value: JSON.stringify({ id: randomUUID(), coupon: coupon() }) }));
  if (messages.length > 0) void producer.send({ topic: TOPIC, acks: 1, messages }).catch(() => {});
}

await producer.connect();
await door.open();
setInterval(() => {
  if (settings.apiUrl) tick();
}, TICK_MS);
