import { PermanentError, UserError } from '../../../domain/errors.ts';
import { type Bilingual, inEveryLanguage } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { verbatim } from '../../../domain/language/verbatim.ts';
import type { Parameter, Plan, PlannedChange } from '../../../domain/mitigation/plan.ts';
import { titleOfTarget } from '../../../domain/mitigation/target-title.ts';
import type { Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import type { MitigationSpec } from '../../../domain/playbook/schema.ts';
import { worded } from '../../../languages/worded.ts';
import type { Action, Ask, MitigationContext, MitigationKind, PlanRequest, RunRequest, WrittenTarget } from './mitigation.ts';

/** What one dial is to be set to, and what whoever runs it should know. */
export interface Turn {
  to: DialValue;
  /** Why this value is offered. */
  why?: Bilingual;
  warnings?: readonly Bilingual[];
  refusal?: Bilingual;
}

/** A dial that does something whenever it is set to a value that it did not have, such as a deployment's restart mark. Each run sets a mark of its own. */
const MARK = 'restart';

/** What a kind is asked for the new value of one dial. */
export interface TurnRequest<Settings> extends PlanRequest<Settings> {
  state: DialState;
  /** The place of this dial in `on`. */
  index: number;
  /** Of all dials, in the order of `on`. */
  states: readonly DialState[];
}

/** What makes a kind of mitigation out of setting things of the watched system to other values. */
export interface DialTurning<Settings>
  extends Pick<MitigationKind<Settings>, 'name' | 'targets' | 'targetTrouble' | 'settings' | 'parameters'> {
  /** What the values count. */
  unit?: Bilingual;
  /** What people call what is set, where the playbook does not say; the target's own name when absent. */
  label?: Bilingual;
  /** The same for what is restarted. */
  restartLabel?: Bilingual;
  /** Absent or undefined: it cannot be taken back. */
  undo?: Bilingual | ((spec: MitigationSpec) => Bilingual | undefined);
  /** Deployments are set to one of their revisions. */
  takesRevisions?: true;
  /** Programs are run as they stand, instead of being told a value. */
  takesDeeds?: true;
  /** Which dials take marks; none unless given. They are set last, also when it is taken back: a restart takes up what was set before it. */
  isMark?(index: number): boolean;
  /** The new value of a dial that takes values. Throws UserError for an impossible choice. */
  turn(input: TurnRequest<Settings>): Turn | Promise<Turn>;
  /** Must be typed to run it. */
  typed?(input: PlanRequest<Settings>): string | undefined;
  /** Warnings about all of them together. */
  warn?(input: PlanRequest<Settings> & { changes: readonly PlannedChange[] }): Promise<readonly Bilingual[]> | readonly Bilingual[];
}

/**
 * A mitigation that sets each of its targets to another value, in order, and back in the other order. A value that nobody else changed is written by compare-and-set; what
 * is set already is left alone.
 */
export function turnDials<Settings>(turning: DialTurning<Settings>): MitigationKind<Settings> {
  const { name, targets, settings, parameters } = turning;
  return {
    name,
    targets,
    targetTrouble: (target, place) => turning.targetTrouble?.(target, place) ?? valueTrouble(turning, target, isMark(turning, place)),
    settings,
    parameters,
    plan: (request) => planTurns(turning, request),
    execute: (request) => marksLast(turning, request.plan.changes).map((change, at) => setting(turning, request, change, at)),
    undo: (request) => {
      if (undoOf(turning, request.spec) === undefined) return [];
      const attempted = request.plan.changes.filter((change) => request.attempted.has(actionName(change, 'set'))).reverse();
      // What reads its settings only when it starts must start again, whether or not its own restart had come about.
      const again = attempted.length > 0 ? request.plan.changes.filter((change) => takesMark(turning, change)) : [];
      const values = attempted.filter((change) => !takesMark(turning, change));
      return [...values, ...again].map((change) => settingBack(turning, request, change));
    },
  };
}

/** A deployment takes marks only as restarts, and restarts only as marks; what is done, and not set, takes no value. */
function valueTrouble<Settings>(
  { takesRevisions, takesDeeds }: DialTurning<Settings>,
  { kubernetes, command }: WrittenTarget,
  mark: boolean,
): string | undefined {
  if (command?.run !== undefined && !takesDeeds) return 'is set to a value: write `set` and `read` in the place of `run`';
  if (kubernetes?.deployment === undefined) return undefined;
  if (mark && kubernetes.set !== 'restart') return 'is to be restarted: write `set: restart`';
  if (!mark && kubernetes.set === 'restart') return 'is set to a value, and a restart is none: leave out `set: restart`';
  return kubernetes.set === 'revision' && !takesRevisions
    ? 'is set to a number, and a revision is none: leave out `set: revision`'
    : undefined;
}

function undoOf<Settings>({ undo }: DialTurning<Settings>, spec: MitigationSpec): Bilingual | undefined {
  return typeof undo === 'function' ? undo(spec) : undo;
}

async function planTurns<Settings>(turning: DialTurning<Settings>, request: PlanRequest<Settings>): Promise<Plan> {
  const { dials, runtime, name } = request;
  const { timeout: timeoutMs } = runtime.playbook.mitigating;
  const earlier = await runtime.storage.mitigationRuns.inEffect(runtime.playbook.service.key, name);
  const states = await Promise.all(dials.map((dial) => dial.read({ timeoutMs })));
  const turned = await Promise.all(
    dials.map(async (dial, index) => {
      const state = states[index] as DialState;
      const turn = await turnOne(turning, { ...request, state, index, states });
      const back = earlier?.plan.changes.find((change) => change.where === dial.where && sameValue(change.to, state.value))?.back;
      return { dial, state, index, turn, refusal: whyNotTurned(turning, request, { turn, state, index, dial }), back: back ?? state.value };
    }),
  );
  // What is as wanted already needs no change; when all values are, there is nothing to do, and then nothing is restarted either.
  const values = turned.filter(({ index }) => !isMark(turning, index));
  const needless = ({ index, turn, state }: (typeof turned)[number]) => !isMark(turning, index) && sameValue(turn.to, state.value);
  const counted = values.length > 0 && values.every(needless) ? values : turned.filter((one) => !needless(one));
  const refusal = counted.find((one) => one.refusal !== undefined)?.refusal;
  if (refusal === undefined) {
    await Promise.all(counted.map(({ dial, state, turn }) => dial.rehearse({ from: state, to: turn.to }, { timeoutMs })));
  }
  const typed = turning.typed?.(request);
  const undo = undoOf(turning, request.spec);
  const why = counted.find(({ turn }) => turn.why !== undefined)?.turn.why;
  const changes = counted.map(({ dial, state, turn, index, back }) =>
    changeOf(turning, { dial, state, to: turn.to, index, back, title: titleOf(turning, request, index) }),
  );
  return {
    parameters: filledIn(turning, request, changes),
    changes,
    ...(refusal && { refusal }),
    ...(why && { why }),
    warnings: [...counted.flatMap(({ turn }) => [...(turn.warnings ?? [])]), ...((await turning.warn?.({ ...request, changes })) ?? [])],
    details: [],
    ...(undo && { undo }),
    ...(typed !== undefined && { typed }),
    data: {},
  };
}

async function turnOne<Settings>(turning: DialTurning<Settings>, request: TurnRequest<Settings>): Promise<Turn> {
  return isMark(turning, request.index) ? { to: MARK } : await turning.turn(request);
}

function whyNotTurned<Settings>(
  turning: DialTurning<Settings>,
  { spec }: PlanRequest<Settings>,
  { turn, state, index, dial }: { turn: Turn; state: DialState; index: number; dial: Dial },
): Bilingual | undefined {
  if (isMark(turning, index)) return undefined;
  return turn.refusal ?? outside(spec.limits, turn.to) ?? (sameValue(turn.to, state.value) ? alreadySo(dial.where) : undefined);
}

function changeOf<Settings>(
  turning: DialTurning<Settings>,
  {
    dial,
    state,
    to,
    index,
    back,
    title,
  }: { dial: Dial; state: DialState; to: DialValue; index: number; back: DialValue; title: Bilingual },
): PlannedChange {
  const mark = isMark(turning, index);
  return {
    id: `${index + 1}`,
    where: dial.where,
    title,
    ...(mark && { restarts: true }),
    ...(turning.unit && !mark && { unit: turning.unit }),
    from: state,
    to,
    back: mark ? MARK : back,
    byHand: { set: dial.byHand(to), back: dial.byHand(mark ? MARK : back) },
  };
}

/** Of several that a kind calls the same, each is told apart by its target's own name. */
function titleOf<Settings>(turning: DialTurning<Settings>, { spec, dials }: PlanRequest<Settings>, index: number): Bilingual {
  const target = spec.on[index];
  const own = target ? titleOfTarget(target) : verbatim(dials[index]?.where ?? '');
  const mark = isMark(turning, index);
  const label = mark ? turning.restartLabel : turning.label;
  if (label === undefined || target?.title) return own;
  const alike = spec.on.filter((_, place) => isMark(turning, place) === mark);
  return alike.length > 1 ? inEveryLanguage((language) => `${pick(label, language)} (${pick(own, language)})`) : label;
}

/** What a person left out is what the first dial is set to. */
function filledIn<Settings>(
  turning: DialTurning<Settings>,
  request: PlanRequest<Settings>,
  changes: readonly PlannedChange[],
): Plan['parameters'] {
  const asked = turning.parameters(request).some(({ key }) => key === 'to');
  const first = changes.find(({ id }) => id === '1') ?? changes[0];
  return { ...request.chosen, ...(asked && first && { to: request.chosen.to ?? first.to }) };
}

function isMark<Settings>(turning: DialTurning<Settings>, index: number): boolean {
  return turning.isMark?.(index) ?? false;
}

function takesMark<Settings>(turning: DialTurning<Settings>, { id }: PlannedChange): boolean {
  return isMark(turning, Number(id) - 1);
}

function marksLast<Settings>(turning: DialTurning<Settings>, changes: readonly PlannedChange[]): PlannedChange[] {
  return [...changes.filter((change) => !takesMark(turning, change)), ...changes.filter((change) => takesMark(turning, change))];
}

function outside({ min, max, choices }: MitigationContext<unknown>['spec']['limits'], to: DialValue): Bilingual | undefined {
  if (typeof to === 'number' && ((min !== undefined && to < min) || (max !== undefined && to > max) || !Number.isFinite(to))) {
    const span = `${min ?? '…'}–${max ?? '…'}`;
    return worded(({ mitigationKinds }) => mitigationKinds.isOutsideOfWhatThePlaybookAllows(to, span));
  }
  if (choices !== undefined && !choices.includes(String(to))) {
    const known = choices.join(', ');
    return worded(({ mitigationKinds }) => mitigationKinds.isNotAmongWhatThePlaybookAllows(to, known));
  }
  return undefined;
}

function alreadySo(where: string): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.nothingWouldChangeAlreadyHas(where));
}

function setting<Settings>(turning: DialTurning<Settings>, request: RunRequest<Settings>, change: PlannedChange, at: number): Action {
  const name = actionName(change, 'set');
  // The first change may have given all of them a new version: several fields of one address share it.
  const from = at === 0 ? change.from : { value: change.from.value };
  return {
    name,
    run: async (ask) => {
      const key = `${request.key}:${change.id}:set`;
      const to = takesMark(turning, change) ? key : change.to;
      await dialOf(request, change.where).write({ from, to, key }, { timeoutMs: request.runtime.playbook.mitigating.timeout, ask });
      return `${change.where}: ${String(change.to)}`;
    },
  };
}

function settingBack<Settings>(turning: DialTurning<Settings>, request: RunRequest<Settings>, change: PlannedChange): Action {
  const name = actionName(change, 'back');
  return {
    name,
    run: async (ask) => {
      const key = `${request.key}:${change.id}:back`;
      const dial = dialOf(request, change.where);
      if (takesMark(turning, change)) await remark(request, dial, { key, ask });
      else await setBack(request, dial, { ...change, key, ask });
      return `${change.where}: ${String(change.back)}`;
    },
  };
}

/** Also when the change itself never came about: then it is what it was before, which is taken back to where the first of several runs began. */
export async function setBack(
  { runtime }: Pick<RunRequest<unknown>, 'runtime'>,
  dial: Dial,
  { from, to, back, key, ask }: Pick<PlannedChange, 'from' | 'to' | 'back'> & Keyed,
): Promise<void> {
  const { timeout: timeoutMs } = runtime.playbook.mitigating;
  const now = await dial.read({ timeoutMs });
  if (!now.unseen && sameValue(now.value, back)) return;
  if (!now.unseen && !sameValue(now.value, to) && !sameValue(now.value, from.value)) {
    throw new PermanentError(
      'changed',
      worded(({ mitigationKinds }) => mitigationKinds.isByNowNotSomebody(dial.where, String(now.value), String(to))),
    );
  }
  await dial.write({ from: now, to: back, key }, { timeoutMs, ask });
}

interface Keyed {
  key: string;
  ask: Ask | undefined;
}

async function remark({ runtime }: RunRequest<unknown>, dial: Dial, { key, ask }: Keyed): Promise<void> {
  const { timeout: timeoutMs } = runtime.playbook.mitigating;
  await dial.write({ from: await dial.read({ timeoutMs }), to: key, key }, { timeoutMs, ask });
}

/** The dial that a plan meant; throws PermanentError when the playbook was edited since and does not name it any more. */
export function dialOf({ dials }: Pick<RunRequest<unknown>, 'dials'>, where: string): Dial {
  const dial = dials.find((each) => each.where === where);
  if (dial) return dial;
  throw new PermanentError(
    'not_found',
    worded(({ mitigationKinds }) => mitigationKinds.playbookDoesNotNameAnyMore(where)),
  );
}

function actionName({ id }: PlannedChange, which: 'set' | 'back'): string {
  return `${which}.${id}`;
}

/** Whether a target would take them for the same: some keep all values as text. */
export function sameValue(a: DialValue, b: DialValue): boolean {
  return a === b || (a !== null && b !== null && String(a) === String(b));
}

/** What a dial says, as a number; throws PermanentError when it is none. */
export function numberIn({ value }: DialState, where: string): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new PermanentError(
    'invalid',
    worded(({ mitigationKinds }) => mitigationKinds.isWhichIsNoNumber(where, JSON.stringify(value))),
  );
}

/** The number that a person chose for `to`, if they did; throws UserError for something else. `whole`: only whole numbers make sense. */
export function chosenNumber(chosen: PlanRequest<unknown>['chosen'], { whole }: { whole: boolean }): number | undefined {
  const { to } = chosen;
  if (to === undefined || to === null || to === '') return undefined;
  const number = Number(to);
  const fits = Number.isFinite(number) && number >= 0 && (!whole || Number.isInteger(number));
  if (fits) return number;
  throw new UserError(
    'invalid_value',
    worded(({ mitigationKinds }) => mitigationKinds.isNotAWholeNumberOfAtLeast0(JSON.stringify(to), whole)),
  );
}

/** A number parameter named `to`, for kinds whose value a person may choose. */
export function numberParameter(
  title: Bilingual,
  limits: { min?: number | undefined; max?: number | undefined },
  hint?: Bilingual,
): Parameter {
  return {
    key: 'to',
    title,
    ...(hint && { hint }),
    kind: 'number',
    optional: true,
    ...(limits.min !== undefined && { min: limits.min }),
    ...(limits.max !== undefined && { max: limits.max }),
  };
}
