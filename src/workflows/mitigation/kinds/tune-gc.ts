import { z } from 'zod';
import { UserError } from '../../../domain/errors.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import { worded } from '../../../languages/worded.ts';
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
  label: worded(({ mitigationKinds }) => mitigationKinds.jvmProfile),
  restartLabel: worded(({ mitigationKinds }) => mitigationKinds.jvm),
  undo: worded(({ mitigationKinds }) => mitigationKinds.backToThePreviousProfile),
  isMark: (index) => index > 0,
  parameters: ({ spec: { limits } }) => {
    const title = worded(({ mitigationKinds }) => mitigationKinds.profile);
    const choices = limits.choices?.map((value) => ({ value, title: verbatim(value) }));
    return [choices ? { key: 'to', title, kind: 'choice', choices, optional: true } : { key: 'to', title, kind: 'text', optional: true }];
  },
  turn: (request) => ({ to: String(request.chosen.to || offered(request, request.state.value)) }),
  warn: ({ changes }) => (changes.length > 1 ? [worded(({ mitigationKinds }) => mitigationKinds.jvmRestartsWorkInProgress)] : []),
});

function offered(
  { settings: { profile }, spec: { limits } }: PlanRequest<Settings>,
  present: PlanRequest<Settings>['chosen'][string],
): string {
  const name = profile ?? limits.choices?.find((choice) => !sameValue(choice, present));
  if (name !== undefined) return name;
  throw new UserError(
    'no_default',
    worded(({ mitigationKinds }) => mitigationKinds.sayWhichProfileThePlaybook),
  );
}
