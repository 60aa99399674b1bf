import { UserError } from '../../domain/errors.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { mention, says } from '../../domain/language/words.ts';
import type { UserState } from '../../domain/ports/chat.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { within } from '../runtime/within.ts';

/** A command is answered within 3 s; whom Slack does not tell of in time is taken, and what becomes of them is said later. */
const LOOK_UP_WITHIN_MS = 1_000;

/** What somebody is named for. */
export type NamedFor = 'oncall' | 'command' | 'role' | 'page';

const CANNOT: Record<NamedFor, Bilingual> = {
  oncall: { en: 'cannot be put on call', ko: '온콜로 지정할 수 없습니다' },
  command: { en: 'cannot be given command', ko: '지휘를 맡길 수 없습니다' },
  role: { en: 'cannot be given a role', ko: '역할을 맡길 수 없습니다' },
  page: { en: 'cannot be paged', ko: '호출할 수 없습니다' },
};

const WHY: Record<Exclude<UserState, 'active'>, Bilingual> = {
  deactivated: { en: 'that account is deactivated in Slack', ko: 'Slack에서 비활성화된 계정입니다' },
  unknown: { en: 'Slack knows nobody of that id', ko: 'Slack에 없는 사용자입니다' },
  bot: { en: 'that is a bot', ko: '봇 계정입니다' },
  guest: { en: 'guests of the workspace can press nothing here', ko: '게스트는 여기서 아무 조작도 할 수 없습니다' },
  elsewhere: { en: 'that account belongs to another workspace', ko: '다른 워크스페이스의 계정입니다' },
};

/**
 * Whoever is put on call, given a role or paged is looked up first. Throws UserError `person_<state>` that says why they cannot be. Guests and people of other workspaces may hold a role (a vendor's
 * engineer helps), but command nothing and are not called, unless the playbook names them: it has the last word.
 */
export async function mustBeReachable(runtime: Runtime, user: string, what: NamedFor): Promise<void> {
  const { chat, log, playbook } = runtime;
  const looked = chat.userState({ user }, { lane: 'ack' }).catch((error: unknown) => {
    log.warn({ err: error, user }, 'Whoever was named could not be looked up; they are taken as they are.');
    return undefined;
  });
  const state = await within(runtime, LOOK_UP_WITHIN_MS, looked);
  if (!state || state === 'active') return;
  const isNamed = Object.values(playbook.team.people).some(({ slack }) => slack === user);
  if ((isNamed || what === 'role') && (state === 'guest' || state === 'elsewhere')) return;
  const [cannot, why] = [CANNOT[what], WHY[state]];
  throw new UserError(`person_${state}`, {
    en: says`${mention(user)} ${cannot.en}: ${why.en}. Name somebody else.`,
    ko: says`${mention(user)}: ${why.ko}. ${cannot.ko}. 다른 사람을 지정해 주세요.`,
  });
}
