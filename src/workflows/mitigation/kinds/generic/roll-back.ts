import { z } from 'zod';
import { UserError } from '../../../../domain/errors.ts';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import type { DialState, DialValue } from '../../../../domain/mitigation/targets.ts';
import type { WrittenTarget } from '../mitigation.ts';
import { type Turn, type TurnRequest, turnDials } from '../turn-dials.ts';
import { undoOfDeeds } from './deeds.ts';
import { chosenValue, valueParameter } from './valued.ts';

const settings = z.strictObject({
  /** The version that is offered, where the target does not know what ran before. */
  version: z.string().min(1).optional(),
});

type Settings = z.infer<typeof settings>;

/** An earlier version of the service runs again: what ran before in Kubernetes, or what a job of the team's own deploys. */
export const rollBack = turnDials<Settings>({
  name: 'roll-back',
  targets: ['kubernetes', 'webhook', 'http', 'consul', 'redis', 'command'],
  takesRevisions: true,
  targetTrouble: versionTrouble,
  settings,
  undo: undoOfDeeds({ en: 'The version that runs now is put back.', ko: '지금 실행 중인 버전으로 되돌립니다.' }),
  parameters: ({ spec: { limits } }) => [
    valueParameter({ en: 'Version', ko: '버전' }, limits, { en: 'Empty: the one before', ko: '비우면 바로 앞 버전' }),
  ],
  turn: (request) => (request.spec.on[request.index]?.kubernetes?.set === 'revision' ? toRevision(request) : toVersion(request)),
  warn: () => [
    {
      en: 'What the newer version changed in data or in messages stays: the older one must be able to read it.',
      ko: '새 버전이 바꾼 데이터와 메시지는 그대로 남습니다. 이전 버전이 읽을 수 있어야 합니다.',
    },
  ],
});

function versionTrouble({ kubernetes, webhook }: WrittenTarget): string | undefined {
  if (kubernetes?.deployment !== undefined && kubernetes.set !== 'revision') return 'is to be rolled back: write `set: revision`';
  return webhook?.done === undefined ? undefined : 'takes the version that is chosen: leave out `done`';
}

/** A number is a revision, anything else the name of a replica set, which a plan has filled in. */
function toRevision({ chosen: { to }, state }: TurnRequest<Settings>): Turn {
  const facts = state.facts ?? {};
  const asked = to === undefined || to === null || to === '' ? undefined : String(to);
  if (asked === undefined) return toPrevious(state, facts);
  const there = Object.entries(facts).filter(([name]) => name.startsWith('revision '));
  const found = there.find(([name, set]) => name === `revision ${asked}` || set === asked);
  if (found) return { to: found[1] ?? null };
  throw new UserError('no_such_version', {
    en: `There is no revision ${asked}; there are: ${there.map(([name]) => name.slice('revision '.length)).join(', ') || 'none'}.`,
    ko: `revision ${asked}이(가) 없습니다. 있는 것: ${there.map(([name]) => name.slice('revision '.length)).join(', ') || '없음'}.`,
  });
}

function toPrevious({ value }: DialState, facts: Record<string, DialValue>): Turn {
  if (facts.previous === undefined) return { to: value, refusal: nothingBefore(value) };
  const [is, was] = [`${facts.revision} (${facts.images})`, `${facts.previousRevision} (${facts.previousImages})`];
  return {
    to: facts.previous,
    why: { en: `Revision ${was} ran before the present ${is}.`, ko: `지금의 revision ${is} 앞에 revision ${was}이(가) 실행되었습니다.` },
  };
}

function nothingBefore(value: DialValue): Bilingual {
  return value === null
    ? {
        en: 'A rollout has only just begun: it is not known yet which version it is. Look again in a moment.',
        ko: '롤아웃이 막 시작되어 어느 버전인지 아직 알 수 없습니다. 잠시 뒤에 다시 확인해 주세요.',
      }
    : { en: 'There is no earlier version: Kubernetes keeps none.', ko: '이전 버전이 없습니다. Kubernetes에 남아 있지 않습니다.' };
}

function toVersion(request: TurnRequest<Settings>): Turn {
  return { to: chosenValue(request, { offered: request.settings.version, present: request.state.value, setting: 'version' }) };
}
