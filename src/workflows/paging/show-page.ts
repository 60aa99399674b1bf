import { z } from 'zod';
import { PermanentError } from '../../domain/errors.ts';
import { takenBy } from '../../domain/paging/calls.ts';
import type { PageRow, Stores } from '../../storage/index.ts';
import { presentFor } from '../messages/present-for.ts';
import { type Delivers, delivered, effect } from '../runtime/effect.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { holders } from './levels.ts';
import { sentPageView } from './page-view.ts';

const showEffect = effect('page.show', { payload: z.object({ pageId: z.number() }), place: ({ pageId }) => pagePlace(pageId) });

/** Asks for every message of these pages to be shown as the rows are by then; `cause` makes the keys, so that the same cause edits once. */
export async function showPages(
  { clock }: Pick<Runtime, 'clock'>,
  stores: Pick<Stores, 'outbox'>,
  pages: readonly Pick<PageRow, 'id' | 'incidentId'>[],
  { cause, lane }: { cause: string; lane: 'ack' | 'update' },
): Promise<void> {
  const rows = pages.map(({ id: pageId, incidentId }) =>
    showEffect.row({ key: `show:${pageId}:${cause}`, incidentId, lane, payload: { pageId } }),
  );
  await stores.outbox.addMany(rows, clock.now());
}

/** Messages of one page leave one after the other: it is sent before it is edited. */
export function pagePlace(pageId: number): string {
  return `page ${pageId}`;
}

/** Kind `page.show`: whoever reads a page, first or repeated, sees who has it, that it is over, or where to go, and is offered nothing that does nothing any more. */
export const showKind = delivered(showEffect, (runtime): Delivers<typeof showEffect> => {
  const { chat, storage } = runtime;
  return {
    run: async (row) => {
      const { pageId } = row.payload;
      const page = await storage.pages.find(pageId);
      if (!page || page.channelId === null || page.ts === null) return { skipped: true };
      const incident = await storage.incidents.find(page.incidentId);
      if (!incident) return { skipped: true };
      const taken = takenBy(page, await storage.pages.of(incident.id));
      const told = { page, incident, having: (await holders(storage, incident)).slice(0, 1) };
      const message = presentFor(runtime, { person: page.userId }).page(sentPageView(runtime, told, taken));
      for (const { channel, ts } of [...page.earlier, { channel: page.channelId, ts: page.ts }]) {
        await chat.update({ channel, ts, message }, { lane: row.lane }).catch(unlessGone);
      }
      return {};
    },
  };
});

/** A message that somebody deleted need not say anything any more; the others do. */
function unlessGone(error: unknown): void {
  if (!(error instanceof PermanentError && error.refusal?.refused.about === 'message')) throw error;
}
