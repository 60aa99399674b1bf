import { z } from 'zod';
import { UserError } from '../../../../domain/errors.ts';
import type { Bilingual } from '../../../../domain/language/bilingual.ts';
import type { DialState, DialValue } from '../../../../domain/mitigation/targets.ts';
import { worded } from '../../../../languages/worded.ts';
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
  undo: undoOfDeeds(worded(({ mitigationKinds }) => mitigationKinds.versionThatRunsNowIsPutBack)),
  parameters: ({ spec: { limits } }) => [
    valueParameter(
      worded(({ mitigationKinds }) => mitigationKinds.version),
      limits,
      worded(({ mitigationKinds }) => mitigationKinds.emptyTheOneBefore),
    ),
  ],
  turn: (request) => (request.spec.on[request.index]?.kubernetes?.set === 'revision' ? toRevision(request) : toVersion(request)),
  warn: () => [worded(({ mitigationKinds }) => mitigationKinds.whatTheNewerVersionChangedInDataOrIn)],
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
  throw new UserError(
    'no_such_version',
    worded(({ mitigationKinds }) =>
      mitigationKinds.thereIsNoRevisionThere(
        asked,
        there.map(([name]) => name.slice('revision '.length)),
      ),
    ),
  );
}

function toPrevious({ value }: DialState, facts: Record<string, DialValue>): Turn {
  if (facts.previous === undefined) return { to: value, refusal: nothingBefore(value) };
  const [is, was] = [`${facts.revision} (${facts.images})`, `${facts.previousRevision} (${facts.previousImages})`];
  return {
    to: facts.previous,
    why: worded(({ mitigationKinds }) => mitigationKinds.revisionRanBeforeThePresent(was, is)),
  };
}

function nothingBefore(value: DialValue): Bilingual {
  return value === null
    ? worded(({ mitigationKinds }) => mitigationKinds.rolloutHasOnlyJustBegunIt)
    : worded(({ mitigationKinds }) => mitigationKinds.thereIsNoEarlierVersion);
}

function toVersion(request: TurnRequest<Settings>): Turn {
  return { to: chosenValue(request, { offered: request.settings.version, present: request.state.value, setting: 'version' }) };
}
