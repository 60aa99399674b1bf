import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, createApp, type Overrides } from '../src/app.ts';
import { loadConfig, secretsIn } from '../src/config.ts';
import type { Playbook } from '../src/domain/playbook/schema.ts';
import { createLog } from '../src/integrations/log.ts';
import { type CouponService, startCouponService } from './coupon/coupon-service.ts';
import { ANYWHERE, checkedPlaybook, knownOrganisation, readdressed } from './known-playbooks.ts';
import { workspaceOf } from './people.ts';
import { hasModel, startPlausibleService } from './plausible/plausible-service.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from './slack/index.ts';
import { sandboxText } from './written-playbook.ts';
import { startZoom, type ZoomStandIn, type ZoomStandInOptions } from './zoom/zoom.ts';

/** The stand-ins for what nobody can run here; the bot knows them only by their addresses. */
export interface World {
  playbook: Playbook;
  slack: SlackStandIn;
  zoom: ZoomStandIn;
  coupon: CouponService;
  /** The environment with which a real bot finds this world. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export interface WorldOptions {
  playbookPath?: string;
  slack?: Partial<SlackOptions>;
  zoom?: Partial<ZoomStandInOptions>;
  /** Seed of the coupon service's noise. */
  seed?: number;
  /** Milliseconds of calm history that the coupon service starts with, for trends; working it out takes its time. */
  calmMs?: number;
  /** What the bot posts in, instead of what the playbook says. */
  language?: Playbook['team']['language'];
  /** The time in this world; the real one unless given. */
  now?: () => Date;
  /** Milliseconds that pass for Slack's limits, when those must not go with `now`. */
  slackElapsedMs?: () => number;
}

const PLAYBOOK = fileURLToPath(new URL('../playbooks/coupon.yml', import.meta.url));
const TOKENS = {
  bot: 'xoxb-sandbox-0123456789',
  signing: 'sandbox-signing-secret-0123456789',
  app: 'xapp-1-sandbox-0123456789',
  zoom: 'sandbox-zoom-secret',
  webhook: 'sandbox-webhook-secret',
};

/** Starts Slack, Zoom and the coupon service on loopback. */
export async function startWorld({
  playbookPath = PLAYBOOK,
  slack: slackOptions,
  zoom: zoomOptions,
  seed,
  calmMs,
  language,
  now,
  slackElapsedMs,
}: WorldOptions = {}): Promise<World> {
  const { name, text } = await sandboxText(playbookPath, language);
  const playbook = checkedPlaybook(text, name);
  const credentials = { accountId: 'sandbox-account', clientId: 'sandbox-client', clientSecret: TOKENS.zoom };
  const [slack, zoom, coupon] = await Promise.all([
    startSlack({
      signingSecret: TOKENS.signing,
      botToken: TOKENS.bot,
      appToken: TOKENS.app,
      ...workspaceOf(playbook),
      ...(now && { now: () => now().getTime() }),
      ...(slackElapsedMs && { elapsedMs: slackElapsedMs }),
      ...slackOptions,
    }),
    startZoom({ ...credentials, hosts: playbook.team.bridge.hosts, ...(now && { now }), ...zoomOptions }),
    (hasModel(playbook) ? startCouponService : startPlausibleService)({
      playbook,
      webhookSecret: TOKENS.webhook,
      ...(seed !== undefined && { seed }),
      ...(calmMs !== undefined && { calmMs }),
      ...(now && { now }),
    }),
  ]);
  const directory = await mkdtemp(join(tmpdir(), 'bongsu-world-'));
  const path = join(directory, name);
  await writeFile(path, readdressed(text, ANYWHERE, coupon));
  return {
    playbook: readdressed(playbook, ANYWHERE, coupon),
    slack,
    zoom,
    coupon,
    environment: {
      SLACK_BOT_TOKEN: TOKENS.bot,
      ...(slack.delivery === 'socket' ? { SLACK_APP_TOKEN: TOKENS.app } : { SLACK_SIGNING_SECRET: TOKENS.signing }),
      SLACK_API_URL: slack.url,
      ZOOM_ACCOUNT_ID: credentials.accountId,
      ZOOM_CLIENT_ID: credentials.clientId,
      ZOOM_CLIENT_SECRET: credentials.clientSecret,
      ZOOM_API_URL: zoom.url,
      ZOOM_AUTH_URL: zoom.authUrl,
      PROMETHEUS_URL: coupon.url,
      LOKI_URL: coupon.lokiUrl,
      WEBHOOK_SECRET: TOKENS.webhook,
      PLAYBOOK: path,
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    async close() {
      await Promise.all([slack.close(), zoom.close(), coupon.close(), rm(directory, { recursive: true, force: true })]);
    },
  };
}

/** The real bot in this process, talking to a world; `environment` is laid over the world's. */
export async function startBot(world: World, environment: Record<string, string>, overrides: Overrides = {}): Promise<App> {
  const config = loadConfig({ ...world.environment, ...environment });
  const log = createLog({ level: config.logLevel, secrets: secretsIn(config) });
  const { slack } = world;
  const before = slack.sockets.opened();
  const organisation = await knownOrganisation(config.playbook, world.coupon);
  const app = await createApp(config, log, { host: '127.0.0.1', organisation, ...overrides });
  slack.setAppUrl(`${app.url}/slack/events`);
  const door = app.slack();
  if (door.mode === 'socket' && (overrides.roles?.has('bot') ?? true))
    await slack.until(() => slack.sockets.opened() >= before + door.wanted);
  return app;
}
