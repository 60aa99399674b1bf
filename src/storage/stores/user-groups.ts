import type { EntityManager } from 'typeorm';
import { UserGroupEntity, type UserGroupRow } from '../paging-entities.ts';

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
