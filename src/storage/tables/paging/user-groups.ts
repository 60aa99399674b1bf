import { type EntityManager, EntitySchema } from 'typeorm';
import { json, text, time } from '../../columns.ts';

export interface UserGroupRow {
  /** Slack's id, S…. */
  id: string;
  /** Slack user ids in Slack's order. */
  members: string[];
  readAt: Date;
}

export const UserGroupEntity = new EntitySchema<UserGroupRow>({
  name: 'UserGroup',
  tableName: 'user_groups',
  columns: { id: text('id', { primary: true }), members: json('members'), readAt: time('read_at') },
});

/** Table `user_groups`: the members that Slack last named, so that a page never waits for Slack to say whom to page. */
export class UserGroupStore {
  constructor(private readonly manager: EntityManager) {}

  async remember(group: UserGroupRow): Promise<void> {
    await this.manager.getRepository(UserGroupEntity).upsert(group, ['id']);
  }

  async find(id: string): Promise<UserGroupRow | undefined> {
    return (await this.manager.getRepository(UserGroupEntity).findOneBy({ id })) ?? undefined;
  }
}
