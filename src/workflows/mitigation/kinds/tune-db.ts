import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
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
  undo: worded(({ mitigationKinds }) => mitigationKinds.settingGoesBackToWhatItWas),
  parameters: ({ spec: { limits } }) => {
    const title = worded(({ mitigationKinds }) => mitigationKinds.value);
    const choices = limits.choices?.map((value) => ({ value, title: verbatim(value) }));
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

const NO_NUMBER = worded(({ mitigationKinds }) => mitigationKinds.noNumber);
const LATER_SESSIONS = worded(({ mitigationKinds }) => mitigationKinds.laterSessions);

function asSet(value: DialValue): DialValue {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}

function offered({ settings: { value }, spec: { limits } }: PlanRequest<Settings>, present: DialValue): DialValue {
  const one = value ?? limits.choices?.find((choice) => !sameValue(asSet(choice), present));
  if (one !== undefined) return one;
  throw new UserError(
    'no_default',
    worded(({ mitigationKinds }) => mitigationKinds.sayWhichValueThePlaybookNames),
  );
}
