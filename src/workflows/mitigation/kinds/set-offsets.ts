import { z } from 'zod';
import { PermanentError, UserError } from '../../../domain/errors.ts';
import type { MitigationContext, MitigationKind } from './mitigation.ts';
import { dialOf, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** What is offered: latest, earliest, an ISO time, or offsets by partition such as 0:120,1:98. */
  to: z.string().min(1).optional(),
});
type Settings = z.infer<typeof settings>;

const turning = turnDials<Settings>({
  name: 'set-offsets',
  targets: ['kafka'],
  targetTrouble: ({ kafka }) => (kafka?.set === 'offsets' ? undefined : 'sets no offsets: write `set: offsets` and the group'),
  settings,
  label: { en: 'Where the group goes on reading', ko: '그룹이 이어 읽을 위치' },
  undo: {
    en: 'The group goes back to where it stood, if it has read nothing since.',
    ko: '그룹이 그 뒤로 읽지 않았다면 이전 위치로 되돌립니다.',
  },
  parameters: () => [
    {
      key: 'to',
      title: { en: 'Where to', ko: '위치' },
      hint: {
        en: 'latest, earliest, a time such as 2026-03-02T05:00:00Z, or 0:120,1:98',
        ko: 'latest, earliest, 2026-03-02T05:00:00Z 같은 시각, 또는 0:120,1:98',
      },
      kind: 'text',
      optional: true,
    },
  ],
  turn: ({ chosen, settings: wanted }) => {
    const to = String(chosen.to || wanted.to || '').trim();
    if (to !== '') return { to };
    throw new UserError('no_default', {
      en: 'Say where the group is to go on: latest, earliest, a time, or offsets by partition.',
      ko: '그룹이 어디서부터 이어 갈지 적어 주세요: latest, earliest, 시각, 또는 파티션별 오프셋.',
    });
  },
  typed: groupOf,
  warn: () => [
    {
      en: 'What is skipped is never processed; what is read again is processed twice. No consumer of the group may be running.',
      ko: '건너뛴 메시지는 처리되지 않고, 되감은 메시지는 두 번 처리됩니다. 그룹의 consumer가 모두 멈춰 있어야 합니다.',
    },
  ],
});

/** Where a group goes on reading. Only for whoever types the group's name: messages may be lost or processed twice. */
export const setOffsets: MitigationKind<Settings> = {
  ...turning,
  undo: (request) =>
    request.plan.changes
      .filter(({ id }) => request.attempted.has(`set.${id}`))
      .map(({ id, where, to, back }) => ({
        name: `back.${id}`,
        run: async (ask) => {
          // Read as numbers, set as a place: only the dial knows whether they are still where it put them.
          const timeoutMs = request.runtime.playbook.mitigating.timeout;
          await dialOf(request, where).write({ from: { value: to }, to: back, key: `${request.key}:${id}:back` }, { timeoutMs, ask });
          return `${where}: ${String(back)}`;
        },
      })),
};

function groupOf({ spec, name }: Pick<MitigationContext<Settings>, 'spec' | 'name'>): string {
  const group = spec.on[0]?.kafka?.group;
  if (group !== undefined) return group;
  throw new PermanentError('invalid', {
    en: `${name} needs the group whose offsets are set: on: [{ kafka: { topic: …, set: offsets, group: … } }].`,
    ko: `${name}에 offset을 바꿀 그룹을 지정해 주세요: on: [{ kafka: { topic: …, set: offsets, group: … } }].`,
  });
}
