import { z } from 'zod';
import type { Returned } from '../../workflows/subscribers/mail-returned.ts';

/** As Resend posts it (https://resend.com/docs/webhooks/event-types), and others that sign after Standard Webhooks; whatever else is in it is not read. */
const event = z.object({
  type: z.string(),
  data: z.object({
    to: z.union([z.string().max(1_000), z.array(z.string().max(1_000)).max(100)]).optional(),
    email: z.string().max(1_000).optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});

const BECAUSE: ReadonlyMap<string, Returned> = new Map([
  ['email.bounced', 'bounced'],
  ['email.complained', 'complained'],
]);

/** The addresses to which nothing more may be sent, and why; undefined for anything else that a provider says, such as that a mailbox is full for now. */
export function returnedIn(body: string): { addresses: string[]; because: Returned } | undefined {
  const { data: read } = event.safeParse(jsonIn(body));
  const because = read && BECAUSE.get(read.type);
  if (!read || !because) return undefined;
  const { to, email, bounce } = read.data;
  if (because === 'bounced' && /^(transient|temporary|soft|undetermined)$/i.test(bounce?.type ?? '')) return undefined;
  const addresses = [to ?? [], email ?? []].flat().map((address) => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address);
  return { addresses, because };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
