import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import type { PlanRequest } from './mitigation.ts';
import { sameValue, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** The profile that is offered; otherwise the first of `limits.choices` that is not set. */
  profile: z.string().min(1).optional(),
});
type Settings = z.infer<typeof settings>;

/** F3: another set of JVM flags, by the name of a profile. The first target takes the name; any after it are restarts, for a JVM that reads its flags when it starts. */
export const tuneGc = turnDials<Settings>({
  name: 'tune-gc',
  targets: ['http', 'kubernetes', 'redis', 'command'],
  settings,
  label: { en: 'JVM profile', ko: 'JVM 프로필' },
  restartLabel: { en: 'JVM', ko: 'JVM' },
  undo: {
    en: 'Back to the previous profile; what was restarted restarts once more.',
    ko: '이전 프로필로 되돌리고, 재시작했던 것은 한 번 더 재시작합니다.',
  },
  isMark: (index) => index > 0,
  parameters: ({ spec: { limits } }) => {
    const title = { en: 'Profile', ko: '프로필' };
    const choices = limits.choices?.map((value) => ({ value, title: { en: value, ko: value } }));
    return [choices ? { key: 'to', title, kind: 'choice', choices, optional: true } : { key: 'to', title, kind: 'text', optional: true }];
  },
  turn: (request) => ({ to: String(request.chosen.to || offered(request, request.state.value)) }),
  warn: ({ changes }) =>
    changes.length > 1
      ? [
          {
            en: 'The JVM restarts: work in progress is lost or repeated.',
            ko: 'JVM이 재시작됩니다: 진행 중이던 작업은 사라지거나 다시 실행됩니다.',
          },
        ]
      : [],
});

function offered(
  { settings: { profile }, spec: { limits } }: PlanRequest<Settings>,
  present: PlanRequest<Settings>['chosen'][string],
): string {
  const name = profile ?? limits.choices?.find((choice) => !sameValue(choice, present));
  if (name !== undefined) return name;
  throw new UserError('no_default', {
    en: 'Say which profile: the playbook names none (`limits.choices` or `with.profile`).',
    ko: '어느 프로필인지 적어 주세요. 플레이북에 정해진 것이 없습니다 (`limits.choices` 또는 `with.profile`).',
  });
}
