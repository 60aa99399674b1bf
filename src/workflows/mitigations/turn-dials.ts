import type { Parameter, Plan, PlannedChange } from '../../domain/mitigation/plan.ts';
import type { DialState, DialValue } from '../../domain/mitigation/targets.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import type { Action, MitigationContext, MitigationKind, PlanRequest, RunRequest } from './mitigation.ts';

/** What one dial is to be set to, and what whoever runs it should know. */
export interface Turn {
  to: DialValue;
  warnings?: readonly Bilingual[];
  refusal?: Bilingual;
}

/** What makes a kind of mitigation out of setting things of the watched system to other values. */
export interface DialTurning<Settings> extends Pick<MitigationKind<Settings>, 'name' | 'targets' | 'settings' | 'parameters'> {
  /** What the values count. */
  unit?: Bilingual;
  /** Absent: it cannot be taken back. */
  undo?: Bilingual;
  /** The new value of one dial; `index` is its place in `on`. */
  turn(input: PlanRequest<Settings> & { state: DialState; index: number }): Turn | Promise<Turn>;
  /** Warnings about all of them together. */
  warn?(input: PlanRequest<Settings> & { changes: readonly PlannedChange[] }): Promise<readonly Bilingual[]> | readonly Bilingual[];
}

/**
 * A mitigation that sets each of its targets to another value, in order, and back in the other order. A value that nobody else changed is written by compare-and-set; what
 * is set already is left alone.
 */
export function turnDials<Settings>(turning: DialTurning<Settings>): MitigationKind<Settings> {
  const { name, targets, settings, parameters, undo } = turning;
  return {
    name,
    targets,
    settings,
    parameters,
    plan: (request) => planTurns(turning, request),
    execute: (request) => request.plan.changes.map((change, index) => write(request, change, index, 'set')),
    undo: (request) => {
      if (undo === undefined) return [];
      const attempted = request.plan.changes
        .map((change, index) => ({ change, index }))
        .filter(({ change }) => request.attempted.has(actionName(change, 'set')));
      return attempted.reverse().map(({ change, index }) => write(request, change, index, 'back'));
    },
  };
}

async function planTurns<Settings>(turning: DialTurning<Settings>, request: PlanRequest<Settings>): Promise<Plan> {
  const { dials, runtime, spec, name } = request;
  const { timeout: timeoutMs } = runtime.playbook.mitigating;
  const earlier = await runtime.storage.mitigationRuns.inEffect(name);
  const turned = await Promise.all(
    dials.map(async (dial, index) => {
      const state = await dial.read({ timeoutMs });
      const turn = await turning.turn({ ...request, state, index });
      const refusal = turn.refusal ?? outside(spec.limits, turn.to) ?? (turn.to === state.value ? alreadySo(dial.where) : undefined);
      if (refusal === undefined) await dial.rehearse({ from: state, to: turn.to }, { timeoutMs });
      const back = earlier?.plan.changes.find((change) => change.where === dial.where && change.to === state.value)?.back ?? state.value;
      const change: PlannedChange = {
        id: `${index + 1}`,
        where: dial.where,
        ...(turning.unit && { unit: turning.unit }),
        from: state,
        to: turn.to,
        back,
        byHand: { set: dial.byHand(turn.to), back: dial.byHand(back) },
      };
      return { change, refusal, warnings: turn.warnings ?? [] };
    }),
  );
  // What is as wanted already needs no change; only when all are is there nothing to do.
  const open = turned.filter(({ refusal, change }) => refusal === undefined || change.to !== change.from.value);
  const counted = open.length > 0 ? open : turned;
  const changes = counted.map(({ change }) => change);
  const refusal = counted.find((one) => one.refusal !== undefined)?.refusal;
  return {
    parameters: { ...request.chosen },
    changes,
    ...(refusal && { refusal }),
    warnings: [...counted.flatMap(({ warnings }) => [...warnings]), ...((await turning.warn?.({ ...request, changes })) ?? [])],
    details: [],
    ...(turning.undo && { undo: turning.undo }),
    data: {},
  };
}

function outside({ min, max, choices }: MitigationContext<unknown>['spec']['limits'], to: DialValue): Bilingual | undefined {
  if (typeof to === 'number' && ((min !== undefined && to < min) || (max !== undefined && to > max) || !Number.isFinite(to))) {
    const span = `${min ?? '…'}–${max ?? '…'}`;
    return {
      en: `${to} is outside of what the playbook allows (${span}).`,
      ko: `${to}은(는) 플레이북이 허용하는 범위(${span})를 벗어납니다.`,
    };
  }
  if (choices !== undefined && !choices.includes(String(to))) {
    const known = choices.join(', ');
    return {
      en: `${to} is not among what the playbook allows (${known}).`,
      ko: `${to}은(는) 플레이북이 허용하는 값(${known})이 아닙니다.`,
    };
  }
  return undefined;
}

function alreadySo(where: string): Bilingual {
  return { en: `Nothing would change: ${where} is so already.`, ko: `바뀌는 것이 없습니다: ${where}은(는) 이미 그 값입니다.` };
}

function write<Settings>(
  { dials, runtime, key, plan }: RunRequest<Settings>,
  change: PlannedChange,
  _at: number,
  which: 'set' | 'back',
): Action {
  return {
    name: actionName(change, which),
    run: async () => {
      const dial = dials.find(({ where }) => where === change.where);
      if (!dial) throw new Error(`The playbook does not name ${change.where} any more; ${plan.changes.length} changes were planned.`);
      const { timeout: timeoutMs } = runtime.playbook.mitigating;
      const to = which === 'set' ? change.to : change.back;
      const from = which === 'set' ? change.from : { value: change.to };
      await dial.write({ from, to, key: `${key}:${change.id}:${which}` }, { timeoutMs });
      return `${change.where}: ${String(to)}`;
    },
  };
}

function actionName({ id }: PlannedChange, which: 'set' | 'back'): string {
  return `${which}.${id}`;
}

/** A number parameter named `to`, for kinds whose value a person may choose. */
export function numberParameter(title: Bilingual, limits: { min?: number | undefined; max?: number | undefined }): Parameter {
  return {
    key: 'to',
    title,
    kind: 'number',
    ...(limits.min !== undefined && { min: limits.min }),
    ...(limits.max !== undefined && { max: limits.max }),
  };
}
