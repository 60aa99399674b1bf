import { type EntityManager, EntitySchema } from 'typeorm';
import type { PostedRef } from '../../../domain/ports/chat.ts';
import type { SocialPosted, SocialPosts, SocialState, SocialTexts } from '../../../domain/social/notice.ts';
import { json, maybeText, maybeTime, text, time, whole } from '../../columns.ts';

export interface SocialNoticeRow {
  incidentId: number;
  /** Of the notices of its incident, from 1 on. */
  number: number;
  /** Of the update whose text it tells, and the version of that text. */
  sequence: number;
  textVersion: number;
  kind: 'update' | 'end';
  texts: SocialTexts;
  /** Rises with the words. */
  version: number;
  /** Rises with whatever is shown of it. */
  revision: number;
  /** Who stands for the words besides those who approved or corrected the update. */
  authors: readonly string[];
  state: SocialState;
  decideBy: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  withdrawnBy: string | null;
  /** By network, the post of an earlier notice to which it is a reply. */
  replyTo: Readonly<Record<string, string>>;
  posts: SocialPosts;
  /** Where it is shown. */
  message: PostedRef | null;
  createdAt: Date;
}

export const SocialNoticeEntity = new EntitySchema<SocialNoticeRow>({
  name: 'SocialNotice',
  tableName: 'social_notices',
  columns: {
    incidentId: whole('incident_id', { primary: true }),
    number: whole('number', { primary: true }),
    sequence: whole('sequence'),
    textVersion: whole('text_version'),
    kind: text('kind'),
    texts: json('texts'),
    version: whole('version', { default: 1 }),
    revision: whole('revision', { default: 1 }),
    authors: json('authors'),
    state: text('state'),
    decideBy: time('decide_by'),
    decidedBy: maybeText('decided_by'),
    decidedAt: maybeTime('decided_at'),
    withdrawnBy: maybeText('withdrawn_by'),
    replyTo: json('reply_to'),
    posts: json('posts'),
    message: json('message', { nullable: true }),
    createdAt: time('created_at'),
  },
});

type Which = Pick<SocialNoticeRow, 'incidentId' | 'number'>;
export type NewSocialNotice = Pick<
  SocialNoticeRow,
  'incidentId' | 'number' | 'sequence' | 'textVersion' | 'kind' | 'texts' | 'decideBy' | 'replyTo' | 'createdAt'
>;
type Changeable = Partial<
  Pick<SocialNoticeRow, 'texts' | 'textVersion' | 'authors' | 'state' | 'decidedBy' | 'decidedAt' | 'withdrawnBy' | 'decideBy'>
>;

/** Table `social_notices`: what is told on social networks about an incident, one row for each notice; whoever decides about one holds its incident's row. */
export class SocialNoticeStore {
  constructor(private readonly manager: EntityManager) {}

  /** The oldest first. */
  async of(incidentId: number): Promise<SocialNoticeRow[]> {
    return await this.manager.getRepository(SocialNoticeEntity).find({ where: { incidentId }, order: { number: 'ASC' } });
  }

  async find({ incidentId, number }: Which): Promise<SocialNoticeRow | undefined> {
    return (await this.manager.getRepository(SocialNoticeEntity).findOneBy({ incidentId, number })) ?? undefined;
  }

  /** The same for whoever decides about one: nobody else changes it before the transaction ends. */
  async lock({ incidentId, number }: Which): Promise<SocialNoticeRow | undefined> {
    const found = await this.manager
      .getRepository(SocialNoticeEntity)
      .findOne({ where: { incidentId, number }, lock: { mode: 'pessimistic_write' } });
    return found ?? undefined;
  }

  async insert(row: NewSocialNotice): Promise<SocialNoticeRow> {
    await this.manager.getRepository(SocialNoticeEntity).insert(row as never);
    return await this.known(row);
  }

  private async known({ incidentId, number }: Which): Promise<SocialNoticeRow> {
    const row = await this.find({ incidentId, number });
    if (!row) throw new Error(`Notice ${number} of incident ${incidentId} is gone.`);
    return row;
  }

  /** What changes of it; `reads`: its words are other ones by that. The row as it is then. */
  async change({ incidentId, number }: Which, changes: Changeable, { reads = false }: { reads?: boolean } = {}): Promise<SocialNoticeRow> {
    await this.manager
      .createQueryBuilder()
      .update(SocialNoticeEntity)
      .set({
        ...(changes as object),
        revision: () => 'revision + 1',
        ...(reads && { version: () => 'version + 1' }),
      })
      .where({ incidentId, number })
      .execute();
    return await this.known({ incidentId, number });
  }

  /** What stands on a network by now, beside the others. The row as it is then. */
  async posted({ incidentId, number }: Which, network: string, post: SocialPosted): Promise<SocialNoticeRow> {
    await this.manager.query(
      `update social_notices set posts = posts || jsonb_build_object($3::text, $4::jsonb), revision = revision + 1
        where incident_id = $1 and number = $2`,
      [incidentId, number, network, JSON.stringify(post)],
    );
    return await this.known({ incidentId, number });
  }

  /** Where it is shown; the first place stays. */
  async shown({ incidentId, number }: Which, { channel, ts }: PostedRef): Promise<void> {
    await this.manager.query(`update social_notices set message = coalesce(message, $3::jsonb) where incident_id = $1 and number = $2`, [
      incidentId,
      number,
      JSON.stringify({ channel, ts }),
    ]);
  }
}
