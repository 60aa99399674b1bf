import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import type { PlanRequest } from './mitigation.ts';
import { sameValue, turnDials } from './turn-dials.ts';

const settings = z.strictObject({
  /** The value that is offered; otherwise the first of `limits.choices` that is not set. */
  value: z.union([z.string().min(1), z.number(), z.boolean()]).optional(),
});
type Settings = z.infer<typeof settings>;

/** A number of the setting's own unit, as Postgres shows it. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Another value for a setting of Postgres, such as `statement_timeout` or `work_mem`: of the whole server, or of one role. */
export const tuneDb = turnDials<Settings>({
  name: 'tune-db',
  targets: ['postgres'],
  targetTrouble: ({ postgres }) =>
    postgres?.setting === undefined ? 'is set to no value: write `setting`, and whose with `role`' : undefined,
  settings,
  undo: { en: 'The setting goes back to what it was.', ko: '설정을 이전 값으로 되돌립니다.' },
  parameters: ({ spec: { limits } }) => {
    const title = { en: 'Value', ko: '값' };
    const choices = limits.choices?.map((value) => ({ value, title: { en: value, ko: value } }));
    return [choices ? { key: 'to', title, kind: 'choice', choices, optional: true } : { key: 'to', title, kind: 'text', optional: true }];
  },
  turn(request) {
    const to = asSet(request.chosen.to || offered(request, request.state.value));
    const { min, max } = request.spec.limits;
    // With a unit of its own a text would pass by what the playbook allows.
    const unmeasured = (min !== undefined || max !== undefined) && typeof to !== 'number';
    return unmeasured ? { to, refusal: NO_NUMBER } : { to };
  },
  warn: ({ spec: { on } }) => (on.some(({ postgres }) => postgres?.role !== undefined) ? [LATER_SESSIONS] : []),
});

const NO_NUMBER = {
  en: "Write a plain number, in the setting's own unit: the playbook limits it.",
  ko: '플레이북에 범위가 정해져 있으니, 설정의 기본 단위로 숫자만 적어 주세요.',
};
const LATER_SESSIONS = {
  en: 'Holds for sessions that begin afterwards: a pool keeps its own until it renews them.',
  ko: '이후에 시작하는 세션에만 적용됩니다. 커넥션 풀에 있는 세션은 새로 연결될 때까지 그대로입니다.',
};

function asSet(value: DialValue): DialValue {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}

function offered({ settings: { value }, spec: { limits } }: PlanRequest<Settings>, present: DialValue): DialValue {
  const one = value ?? limits.choices?.find((choice) => !sameValue(asSet(choice), present));
  if (one !== undefined) return one;
  throw new UserError('no_default', {
    en: 'Say which value: the playbook names none (`limits.choices` or `with.value`).',
    ko: '어떤 값인지 적어 주세요. 플레이북에 정해진 것이 없습니다 (`limits.choices` 또는 `with.value`).',
  });
}
