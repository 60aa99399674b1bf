import type { z } from 'zod';
import type { UserState } from '../../domain/ports/chat.ts';
import type * as replies from './replies.ts';

type User = z.output<typeof replies.person>['user'];

/**
 * Where somebody stands (https://docs.slack.dev/reference/objects/user-object). `is_stranger` is only set for people who share no channel with
 * us, so the workspace counts as well; in an enterprise people belong to several.
 */
export function userState(user: User, { teamId }: { teamId: string }): UserState {
  if (user.deleted === true) return 'deactivated';
  // Slack's own bot does not say that it is one.
  if (user.is_bot === true || user.id === 'USLACKBOT') return 'bot';
  const isHere = user.enterprise_user?.teams?.includes(teamId) ?? (user.team_id === undefined || user.team_id === teamId);
  if (user.is_stranger === true || !isHere) return 'elsewhere';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'active';
}
