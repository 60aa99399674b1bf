import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { WholeRuntime } from '../runtime/runtime.ts';
import { userGroupOf } from './who-is-on-call.ts';

/** Members that were read longer ago than this are asked for again. */
const FRESH_MS = 5 * 60_000;
/** After a failure the members we know are kept, and asked for again this much later. */
const RETRY_MS = 60_000;

/** Keeps the user groups that are on call, or may run mitigations, as Slack names them; when Slack does not answer, the last answer goes on counting. */
export function userGroupsDrain(runtime: WholeRuntime): () => Promise<void> {
  const { clock, waker, log } = runtime;
  const failedAt = new Map<string, number>();
  return async () => {
    for (const group of new Set(runtime.services.all.flatMap(({ playbook }) => groupsIn(playbook)))) {
      const now = clock.now();
      const known = await runtime.storage.userGroups.find(group);
      if (known && now.getTime() - known.readAt.getTime() < FRESH_MS) continue;
      if (now.getTime() - (failedAt.get(group) ?? Number.NEGATIVE_INFINITY) < RETRY_MS) continue;
      try {
        const members = await runtime.chat.userGroupMembers({ group }, { lane: 'update' });
        await runtime.storage.userGroups.remember({ id: group, members, readAt: now });
        failedAt.delete(group);
        waker.wake('user-groups', new Date(now.getTime() + FRESH_MS));
      } catch (error) {
        failedAt.set(group, now.getTime());
        const text = known ? 'A user group could not be read; its last known members stay on call.' : 'A user group could not be read.';
        log.warn({ err: error, group }, text);
        waker.wake('user-groups', new Date(now.getTime() + RETRY_MS));
      }
    }
  };
}

function groupsIn({ team, mitigations }: Playbook): string[] {
  const oncall = ONCALL_LEVELS.flatMap((level) => userGroupOf(team.oncall[level]) ?? []);
  return [...oncall, ...Object.values(mitigations).flatMap(({ guard }) => guard.group ?? [])];
}
