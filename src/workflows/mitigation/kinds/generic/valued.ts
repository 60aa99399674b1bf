import { UserError } from '../../../../domain/errors.ts';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import { verbatim } from '../../../../domain/language/verbatim.ts';
import type { Parameter } from '../../../../domain/mitigation/plan.ts';
import type { DialValue } from '../../../../domain/mitigation/targets.ts';
import type { MitigationSpec } from '../../../../domain/playbook/schema.ts';
import { worded } from '../../../../languages/worded.ts';
import type { PlanRequest } from '../mitigation.ts';
import { sameValue } from '../turn-dials.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** A parameter named `to` for a value that may be a text: one of `limits.choices`, where the playbook names some. */
export function valueParameter(title: Bilingual, { choices }: MitigationSpec['limits'], hint?: Bilingual): Parameter {
  const said = { key: 'to', title, ...(hint && { hint }), optional: true };
  if (choices === undefined) return { ...said, kind: 'text' };
  return { ...said, kind: 'choice', choices: choices.map((value) => ({ value, title: verbatim(value) })) };
}

/** A text that is a number, as one. */
export function asNumber(value: DialValue): DialValue {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}

/** What was chosen, else what the playbook offers, else its first choice that is not set. Throws UserError `no_default` when there is none of these. */
export function chosenValue(
  { chosen: { to }, spec: { limits } }: Pick<PlanRequest<unknown>, 'chosen' | 'spec'>,
  { offered, present, setting }: { offered: DialValue | undefined; present: DialValue; setting: string },
): DialValue {
  if (to !== undefined && to !== null && to !== '') return to;
  const one = offered ?? limits.choices?.find((choice) => !sameValue(asNumber(choice), present));
  if (one !== undefined) return one;
  throw new UserError(
    'no_default',
    worded(({ mitigationKinds }) => mitigationKinds.sayWhichValueThePlaybook(setting)),
  );
}

/** With a unit of its own a text would pass by the numbers that the playbook allows. */
export function whyUnmeasured({ min, max }: MitigationSpec['limits'], to: DialValue): Bilingual | undefined {
  if ((min === undefined && max === undefined) || typeof to === 'number') return undefined;
  return worded(({ mitigationKinds }) => mitigationKinds.writeAPlainNumberInItsOwnUnit);
}
