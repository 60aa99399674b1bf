import type { EntityManager } from 'typeorm';

/** More than a team uses by mistake: whoever sends others sends nonsense. */
const MOST = 200;

/** Table `alert_words`: words for severity that nobody knows, each of which people are told of once. */
export class AlertWordStore {
  constructor(private readonly manager: EntityManager) {}

  /** Remembers them; those that nobody has been told of. */
  async fresh(words: readonly { word: string; source: string }[], at: Date): Promise<string[]> {
    if (words.length === 0) return [];
    const rows: { word: string }[] = await this.manager.query(
      `insert into alert_words (word, source, seen_at)
       select w.word, w.source, $2 from jsonb_to_recordset($1::jsonb) as w(word text, source text)
        where (select count(*) from alert_words) < $3
       on conflict (word) do nothing returning word`,
      [JSON.stringify(words), at, MOST],
    );
    return rows.map(({ word }) => word);
  }

  async all(): Promise<{ word: string; source: string; seenAt: Date }[]> {
    return await this.manager.query('select word, source, seen_at as "seenAt" from alert_words order by seen_at desc, word');
  }
}
