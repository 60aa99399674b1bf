import type { Severity } from '../../domain/incident/states.ts';
import { EVERYTHING, mailAddress } from '../../domain/subscribers/subscription.ts';
import type { Stores, SubscriptionRow } from '../../storage/index.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { ownerOf } from './tokens.ts';

/** Whoever asks twice gets a second mail after so long, and never more than so many: nobody is flooded through us. */
const AGAIN_AFTER_MS = 10 * 60_000;
const ASKS_MAX = 4;

/** One address has one subscription by mail. */
const MAIL_SCOPE = 'mail';
const CONFIRM = 'confirm:';

export interface AskedForMail {
  address: string;
  /** Null: of all. */
  services: readonly string[] | null;
  /** Null: of all. */
  components: readonly string[] | null;
  severities: readonly Severity[] | null;
  language: string;
}

/** Whether mail can be subscribed to here: it can be sent, and people can reach us. */
export function offersMail({ mailer, publicUrl }: Pick<WholeRuntime, 'mailer' | 'publicUrl'>): boolean {
  return mailer.from !== undefined && publicUrl !== undefined;
}

/**
 * Asks an address, by mail, whether it wants this. The same happens whether or not it is known here: what is on goes on until the new choice is confirmed. False for what is no address.
 */
export async function askByMail({ storage, clock, waker }: WholeRuntime, asked: AskedForMail): Promise<boolean> {
  const address = mailAddress(asked.address);
  if (address === undefined) return false;
  const now = clock.now();
  await storage.transaction(async (stores) => {
    const choice = { ...EVERYTHING, services: asked.services, components: asked.components, severities: asked.severities };
    const wanted = { ...choice, kind: 'mail' as const, address, scope: MAIL_SCOPE, language: asked.language, secret: null, madeBy: null };
    const { row, isNew } = await stores.subscriptions.ask(wanted, now);
    if (!isNew && (row.asks >= ASKS_MAX || now.getTime() - row.askedAt.getTime() < AGAIN_AFTER_MS)) return;
    if (!isNew) await stores.subscriptions.askedAgain(row.id, now);
    const cause = `${CONFIRM}${isNew ? 1 : row.asks + 1}`;
    await stores.deliveries.addMany('mail', { subscriptionIds: [row.id], noticeId: null, cause }, now);
    waker.wake('subscriber-mails', now);
  });
  return true;
}

/** The subscription that a link in a mail is about, as it is now; undefined for a link of nobody's. `confirm`: that of a mail which asks. */
export async function subscriptionOf(
  { storage }: Pick<WholeRuntime, 'storage'>,
  token: string,
  what: 'confirm' | 'end',
): Promise<SubscriptionRow | undefined> {
  const owner = await ownerOf(storage, token);
  if (!owner || owner.cause.startsWith(CONFIRM) !== (what === 'confirm')) return undefined;
  return await storage.subscriptions.find(owner.subscriptionId);
}

/** Whoever has the mail wants it. False when the link is of nobody's, or it was over since. */
export async function confirmByToken(runtime: WholeRuntime, token: string): Promise<boolean> {
  return await byToken(runtime, token, 'confirm', async (stores, row, now) => {
    if (row.state === 'asked') await stores.subscriptions.confirm(row, now);
    return row.state === 'asked' || row.state === 'on';
  });
}

/** Whoever has the mail wants no more. True when that is so now. */
export async function endByToken(runtime: WholeRuntime, token: string): Promise<boolean> {
  return await byToken(runtime, token, 'end', async (stores, row, now) => {
    await endOne(stores, row, now);
    // A newer choice of the same address came in its place.
    for (const other of await stores.subscriptions.on(row.kind, row.address)) if (row.kind === 'mail') await endOne(stores, other, now);
    return true;
  });
}

async function endOne(stores: Stores, { id }: SubscriptionRow, now: Date): Promise<void> {
  await stores.subscriptions.end(id, 'ended', 'asked', now);
  await stores.deliveries.dropAll(id, 'ended');
}

async function byToken(
  runtime: WholeRuntime,
  token: string,
  what: 'confirm' | 'end',
  work: (stores: Stores, row: SubscriptionRow, now: Date) => Promise<boolean>,
): Promise<boolean> {
  const known = await subscriptionOf(runtime, token, what);
  if (!known) return false;
  return await runtime.storage.transaction(async (stores) => {
    const row = await stores.subscriptions.lock(known.id);
    return row !== undefined && (await work(stores, row, runtime.clock.now()));
  });
}
