import { type EntityManager, EntitySchema } from 'typeorm';
import { json, text, time } from '../../columns.ts';
import { change } from '../../gathered.ts';

export interface InboxRow {
  source: string;
  externalId: string;
  receivedAt: Date;
  outcome: unknown;
}

export const InboxEntity = new EntitySchema<InboxRow>({
  name: 'Inbox',
  tableName: 'inbox',
  columns: {
    source: text('source', { primary: true }),
    externalId: text('external_id', { primary: true }),
    receivedAt: time('received_at'),
    outcome: json('outcome', { nullable: true }),
  },
});

/** Table `inbox`: what came in, by the sender's own id, so that the same thing delivered twice acts once. */
export class InboxStore {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Takes a delivery in. False when it was taken before; a second transaction with the same id waits here until the first one ends,
   * so its outcome can be read afterwards.
   */
  async accept(source: string, externalId: string, receivedAt: Date): Promise<boolean> {
    const rows = await this.manager.query(
      'insert into inbox (source, external_id, received_at) values ($1, $2, $3) on conflict do nothing returning 1',
      [source, externalId, receivedAt],
    );
    return rows.length === 1;
  }

  async settle(source: string, externalId: string, outcome: unknown): Promise<void> {
    const sql = 'update inbox set outcome = $3 where source = $1 and external_id = $2';
    await change(this.manager, {
      tables: ['inbox'],
      changes: [{ sql, values: [source, externalId, JSON.stringify(outcome ?? null)] }],
    });
  }

  async outcomeOf(source: string, externalId: string): Promise<unknown> {
    return (await this.manager.getRepository(InboxEntity).findOneBy({ source, externalId }))?.outcome ?? undefined;
  }
}
