import { inspect } from 'node:util';
import type { SocialStandIn } from '../../../sandbox/social-networks/stand-in-network.ts';
import { socialNetworksCheck } from '../../../src/cli/doctor/told-elsewhere.ts';
import { loadConfig } from '../../../src/config.ts';
import type { SocialNetwork, SocialPost } from '../../../src/domain/ports/social-networks.ts';
import { cutToFit } from '../../../src/domain/social/length.ts';
import { createSocialNetworks, SOCIAL_NETWORKS } from '../../../src/integrations/social-networks/index.ts';
import { xAuthorization } from '../../../src/integrations/social-networks/x-signature.ts';
import { createWebhooks } from '../../../src/integrations/webhooks/index.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { SOCIAL_STANDS, type SocialStand } from '../../support/social/stands.ts';

/** What every social network promises, against a stand-in that speaks its documented API and refuses what that refuses. */

const NOW = new Date('2026-03-03T05:00:00.000Z');
const FIRST: SocialPost = {
  key: 'social-post:7:1:here:2',
  text: 'Coupons are late & we <work> on it.\nhttps://status.example.com/',
  language: 'en',
};

it('every network has a stand-in, and a name of its own', () => {
  expect(SOCIAL_NETWORKS.map(({ name }) => name).sort()).toEqual(Object.keys(SOCIAL_STANDS).sort());
});

describe.each(SOCIAL_NETWORKS.map((kind) => [kind.name, kind] as const))('the network %s', (name, kind) => {
  const found = SOCIAL_STANDS[name];
  if (!found) throw new Error(`${name} has no stand-in`);
  const stand: SocialStand = found;
  let vendor: SocialStandIn;

  beforeEach(async () => {
    vendor = await stand.start(() => NOW);
  });
  afterEach(() => vendor.close());

  const config = (over: Record<string, string> = {}) =>
    loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1-contract', SLACK_SIGNING_SECRET: 'contract-secret', ...stand.environment(vendor.url), ...over });
  const setup = (over: Record<string, string> = {}, timeoutMs = 5_000) => {
    const clock = { now: () => NOW };
    return { clock, timeoutMs, webhooks: createWebhooks(config(over).accounts, { clock, timeoutMs }) };
  };
  function network(over: Record<string, string> = {}, timeoutMs = 5_000): SocialNetwork {
    const made = createSocialNetworks(config(over).accounts, setup(over, timeoutMs)).find((one) => one.name === name);
    if (!made) throw new Error(`${name} was not made`);
    return made;
  }
  async function refusal(promise: Promise<unknown>) {
    const error = await promise.then(
      () => new Error('nothing was refused'),
      (thrown: unknown) => thrown as Error,
    );
    expect(inspect(error, { depth: 8 })).not.toContain('stand-in-');
    return error as Error & { code?: string; retryAfterMs?: number; said?: { en: string } };
  }

  it('says how long a post may be, and takes exactly that, in Korean too', async () => {
    const rule = await network().rule();
    expect(rule).toEqual(stand.rule);
    for (const [index, text] of ['coupon '.repeat(200), '쿠폰이 늦어집니다. '.repeat(100), '👨‍👩‍👧‍👦 가나다 '.repeat(90)].entries()) {
      const cut = cutToFit(text, rule, { language: 'ko', tail: 'https://status.example.com/now' });
      await network().post({ ...FIRST, key: `long:${index}`, text: cut });
      expect(vendor.posts.at(-1)?.text).toBe(cut);
    }
    if (stand.isSilent) return;
    const more = cutToFit('가'.repeat(2 * rule.most), rule, { language: 'ko' }).replace('…', '가나다');
    expect(await refusal(network().post({ ...FIRST, key: 'more', text: more }))).toMatchObject({ name: 'PermanentError' });
  });

  it('shows a post, a reply to it, and takes both back, twice too', async () => {
    const first = await network().post(FIRST);
    expect(vendor.posts).toMatchObject([{ id: first.id, text: FIRST.text }]);
    if (!stand.isSilent) expect(first.url).toContain(first.id);
    const second = await network().post({ ...FIRST, key: 'k2', text: 'It is over.', replyTo: first.id });
    expect(vendor.posts[1]).toMatchObject({ text: 'It is over.', replyTo: first.id });
    await network().withdraw(second.id, 'w2');
    await network().withdraw(second.id, 'w2');
    expect(vendor.posts.map(({ id }) => id)).toEqual([first.id]);
  });

  it('makes no second post when the answer was lost', async () => {
    vendor.faults.inject({ call: stand.calls.post, fault: { kind: 'cut-after' }, times: 1 });
    expect(await refusal(network().post(FIRST))).toMatchObject({ name: 'TransientError', code: 'connection' });
    const ours = (await network().find?.(FIRST, NOW)) ?? (await network().post(FIRST));
    expect(vendor.posts).toMatchObject([{ id: ours.id }]);
  });

  it('knows a post of ours again by its words, and neither an older one nor another’s', async () => {
    const { find } = network();
    if (!find) return;
    expect(await find(FIRST, NOW)).toBeUndefined();
    const made = await network().post(FIRST);
    expect(await find(FIRST, NOW)).toEqual(made);
    expect(await find(FIRST, new Date(NOW.getTime() + 600_000))).toBeUndefined();
    expect(await find({ ...FIRST, text: 'Coupons are late.' }, NOW)).toBeUndefined();
    vendor.posts.splice(0);
    expect(await find(FIRST, NOW)).toBeUndefined();
  });

  it('says which variables to check when it is not let in', async () => {
    const error = await refusal(network(stand.wrong).post(FIRST));
    expect(vendor.posts).toEqual([]);
    if (stand.isSilent) return expect(error).toMatchObject({ name: 'TransientError', code: 'http_401' });
    expect(error).toMatchObject({ name: 'PermanentError', code: 'http_401' });
    expect(error.said?.en).toContain(Object.keys(stand.wrong)[0] ?? 'a variable');
    vendor.faults.inject({ call: stand.calls.post, fault: { kind: 'http', status: 403 }, times: 1 });
    return expect(await refusal(network().post(FIRST))).toMatchObject({ name: 'PermanentError', code: 'http_403' });
  });

  it('says what is wrong, in the network’s words', async () => {
    if (stand.isSilent) return;
    vendor.faults.inject({ call: stand.calls.post, fault: { kind: 'error', code: 'Too rude' }, times: 1 });
    const error = await refusal(network().post(FIRST));
    expect(error).toMatchObject({ name: 'PermanentError', code: 'http_422' });
    expect(error.said?.en).toContain('Too rude');
    expect(await refusal(network().post({ ...FIRST, key: 'gone', replyTo: '1999999999', text: '' }))).toMatchObject({
      name: 'PermanentError',
    });
    expect(vendor.posts).toEqual([]);
  });

  it('waits as long as it is asked to, and tries again what passes', async () => {
    const { post } = stand.calls;
    const retryAfterMs = stand.isSilent ? undefined : 17_000;
    vendor.faults.inject({ call: post, fault: { kind: 'rate-limit', retryAfterSeconds: 17 }, times: 1 });
    expect(await refusal(network().post(FIRST))).toMatchObject({ name: 'TransientError', ...(retryAfterMs && { retryAfterMs }) });
    vendor.faults.inject({ call: post, fault: { kind: 'http', status: 503 }, times: 1 });
    expect(await refusal(network().post(FIRST))).toMatchObject({ name: 'TransientError', code: 'http_503' });
    vendor.faults.inject({ call: post, fault: { kind: 'cut' }, times: 1 });
    expect(await refusal(network().post(FIRST))).toMatchObject({ name: 'TransientError', code: 'connection' });
    vendor.faults.inject({ call: post, fault: { kind: 'hang' }, times: 1 });
    expect((await refusal(network({}, 300).post(FIRST))).name).toBe('TransientError');
    expect((await network().post(FIRST)).id).toBeTruthy();
    vendor.faults.inject({ call: stand.calls.withdraw, fault: { kind: 'http', status: 500 }, times: 1 });
    expect((await refusal(network().withdraw(vendor.posts[0]?.id ?? '', 'w'))).name).toBe('TransientError');
  });

  it('doctor sees whether it answers, and tells nobody anything', async () => {
    const updates = { ...couponPlaybook().updates, social: { networks: [{ network: name }], severities: ['sev1' as const] } };
    const playbook = { ...couponPlaybook(), updates };
    const look = async (over: Record<string, string>) =>
      await socialNetworksCheck.run({ config: config(over), playbook, log: silentLog, timeoutMs: 5_000 });
    expect(await look({})).toMatchObject([{ level: 'ok', subject: `Social network ${name}` }]);
    if (!stand.isSilent) expect(await look(stand.wrong)).toMatchObject([{ level: 'fail' }]);
    const nothing = Object.fromEntries(Object.keys(stand.environment('')).map((variable) => [variable, '']));
    expect(await look(nothing)).toMatchObject([{ level: 'fail', text: expect.stringContaining(kind.variables) }]);
    expect(vendor.posts).toEqual([]);
  });

  it('one that nothing sets up refuses for good, and its notice can be read all the same', async () => {
    const nothing = Object.fromEntries(Object.keys(stand.environment('')).map((variable) => [variable, '']));
    expect(await refusal(network(nothing).post(FIRST))).toMatchObject({ name: 'PermanentError', code: 'not_set_up' });
    expect((await network(nothing).rule()).most).toBeGreaterThan(0);
  });
});

describe('what one network alone does', () => {
  const started = async (name: string) => {
    const stand = SOCIAL_STANDS[name];
    if (!stand) throw new Error(`${name} has no stand-in`);
    const vendor = await stand.start(() => NOW);
    const { accounts } = loadConfig({
      SLACK_BOT_TOKEN: 'xoxb-1-contract',
      SLACK_SIGNING_SECRET: 'contract-secret',
      ...stand.environment(vendor.url),
    });
    const clock = { now: () => NOW };
    const network = createSocialNetworks(accounts, { clock, webhooks: createWebhooks(accounts, { clock }) }).find(
      (one) => one.name === name,
    );
    if (!network) throw new Error(`${name} was not made`);
    return { vendor, network };
  };

  it('X says that the words stand there already', async () => {
    const { vendor, network } = await started('x');
    await network.post(FIRST);
    await expect(network.post({ ...FIRST, key: 'another' })).rejects.toMatchObject({ name: 'PermanentError', code: 'duplicate' });
    await vendor.close();
  });

  it('Mastodon knows a repeated key, and another with the same words is another post', async () => {
    const { vendor, network } = await started('mastodon');
    const first = await network.post(FIRST);
    expect(await network.post(FIRST)).toEqual(first);
    await network.post({ ...FIRST, key: 'another' });
    expect(vendor.posts).toHaveLength(2);
    await vendor.close();
  });

  it('X is asked with the signature of its own example', () => {
    // https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature, whose parameters of the body stand in the query here.
    const keys = {
      apiKey: 'xvz1evFS4wEEPTGEFPHBog',
      apiSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
      accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      accessSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    };
    const url = new URL('https://api.x.com/1.1/statuses/update.json?include_entities=true');
    url.searchParams.set('status', 'Hello Ladies + Gentlemen, a signed OAuth request!');
    const once = { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', timestamp: 1_318_622_958 };
    const header = xAuthorization(keys, { method: 'POST', url }, once);
    expect(header).toContain('oauth_signature="');
    const twitter = xAuthorization(keys, { method: 'POST', url: new URL(url.href.replace('api.x.com', 'api.twitter.com')) }, once);
    // As the example had it while the address was that of Twitter.
    expect(decodeURIComponent(/oauth_signature="([^"]+)"/.exec(twitter)?.[1] ?? '')).toBe('hCtSmYh+iHYCEqBWrE7C7hYmtUk=');
  });
});
