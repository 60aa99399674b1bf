import { z } from 'zod';
import type { Stores } from '../../../src/storage/index.ts';
import { outboxRow } from '../../../src/workflows/messages/chat-message.ts';
import { effect } from '../../../src/workflows/runtime/effect.ts';
import { runKind } from '../../../src/workflows/runtime/run-kind.ts';
import type { Waker } from '../../../src/workflows/runtime/wake.ts';

/** The compiler refuses each marked line: an error that is missing there is an error of its own (`npm run typecheck`). */
const shown = effect('page.show', { payload: z.object({ pageId: z.number() }), place: ({ pageId }) => `page ${pageId}` });
const batch = runKind('analysis', z.object({ sequence: z.number() }));
const NOW = new Date('2026-03-03T05:00:00Z');
const about = { key: 'k', incidentId: 1, lane: 'ack' } as const;
const begun = { id: 'r', incidentId: 1, createdAt: NOW, nextAt: NOW };

/** Never called. */
async function refused(stores: Stores, waker: Waker): Promise<void> {
  // @ts-expect-error: a row that no effect made, however well it is spelled
  await stores.outbox.add({ ...about, kind: 'page.show', payload: { pageId: 1 } }, NOW);
  // @ts-expect-error: the same with what the engine stores beside it
  await stores.outbox.addMany([{ ...about, kind: 'page.show', payload: { pageId: 1 }, atHome: false }], NOW);
  // @ts-expect-error: a field of another name
  await stores.outbox.add(shown.row({ ...about, payload: { pageID: 1 } }), NOW);
  // @ts-expect-error: a field of another kind
  await stores.outbox.add(shown.row({ ...about, payload: { pageId: '1' } }), NOW);
  // @ts-expect-error: no payload
  await stores.outbox.add(shown.row({ ...about }), NOW);
  // @ts-expect-error: a lane that there is not
  await stores.outbox.add(shown.row({ ...about, lane: 'fast', payload: { pageId: 1 } }), NOW);
  // @ts-expect-error: a place that no message goes to
  await stores.outbox.add(outboxRow({ ...about, destination: { to: 'moon' }, message: { text: 'x' } }), NOW);
  // @ts-expect-error: a run that no kind made
  await stores.runs.insert({ ...begun, kind: 'analysis', input: { sequence: 1 } });
  // @ts-expect-error: an input of another kind
  await stores.runs.insert(batch.row({ ...begun, input: { sequence: '1' } }));
  // @ts-expect-error: a topic that nobody works on
  waker.wake('outbx', NOW);
}

it('is held to its lines by the compiler', () => {
  expect(refused).toHaveLength(2);
});

it('makes rows of its own kind alone, with what the engine must know of them', () => {
  expect(shown.row({ ...about, payload: { pageId: 1 } })).toEqual({ ...about, kind: 'page.show', payload: { pageId: 1 }, atHome: false });
  expect(batch.row({ ...begun, input: { sequence: 1 } })).toEqual({ ...begun, kind: 'analysis', input: { sequence: 1 } });
});
