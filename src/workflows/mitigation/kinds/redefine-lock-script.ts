import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorText, PermanentError, TransientError } from '../../../domain/errors.ts';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { Plan } from '../../../domain/mitigation/plan.ts';
import type { Dial, DialState, DialValue } from '../../../domain/mitigation/targets.ts';
import { worded } from '../../../languages/worded.ts';
import type { Action, MitigationKind, PlanRequest, RunRequest } from './mitigation.ts';
import { presentLeast, presentValue } from './present-value.ts';
import { sameValue, setBack } from './turn-dials.ts';

const settings = z
  .strictObject({
    /** The new script itself, or the path of its file: loaded into the Redis at MITIGATE_REDIS_URL and named by its SHA. */
    script: z.string().min(1).optional(),
    file: z.string().min(1).refine(isReadable, { message: 'cannot be read: give the path of a file that the bot may read' }).optional(),
    /** Or the name of a script that the service has already; then nothing is loaded. */
    version: z.string().min(1).optional(),
    /** The share of acquisitions that use the new script first. */
    canary: z.number().positive().max(1).default(0.1),
    /** For so long it is tried on that share. */
    canarySeconds: z.number().nonnegative().max(60).default(0),
    /** The canary has failed when this signal is above `maxErrors`. */
    errorSignal: z.string().optional(),
    maxErrors: z.number().nonnegative().optional(),
  })
  .refine(({ script, file, version }) => [script, file, version].filter((one) => one !== undefined).length === 1, {
    message: 'needs exactly one of script, file and version',
  })
  .refine(({ errorSignal, maxErrors }) => (errorSignal === undefined) === (maxErrors === undefined), {
    message: 'needs errorSignal and maxErrors together',
  });

type Settings = z.infer<typeof settings>;
const PARTS = ['switch', 'candidate', 'share'] as const;
type Part = (typeof PARTS)[number];
const LABEL: Bilingual = worded(({ mitigationKinds }) => mitigationKinds.label);

/** Lines of the script that a plan shows. */
const SHOWN_LINES = 30;

/**
 * F2: another script for the lock. `on` names what says which script is in use, and, for a canary, what says which one is tried and by which share of the acquisitions. The old
 * script stays loaded, so going back is the same switch.
 */
export const redefineLockScript: MitigationKind<Settings> = {
  name: 'redefine-lock-script',
  targets: ['redis', 'http', 'kubernetes', 'command'],
  // The script in use; with a canary also the one that is tried, and its share.
  targetCounts: [1, 3],
  settings,
  parameters: () => [],
  plan: planScript,
  execute: (request) => {
    const { script } = dataOf(request.plan);
    const canary = request.dials.length > 2;
    return [
      ...(script === undefined ? [] : [load(request, script), check(request)]),
      ...(canary ? [set(request, 'candidate'), set(request, 'share'), judge(request)] : []),
      set(request, 'switch'),
      ...(canary ? [back(request, 'share', 'end.share'), back(request, 'candidate', 'end.candidate')] : []),
    ];
  },
  undo: (request) =>
    (['share', 'switch', 'candidate'] as const)
      .filter((part) => request.attempted.has(part))
      .map((part) => back(request, part, `back.${part}`)),
};

/** What a run needs of its plan. */
interface ScriptData {
  /** SHA or name of the new script. */
  to: string;
  /** Its text, when it must be loaded. */
  script?: string;
  /** How each target stood, by its part. */
  from: Partial<Record<Part, DialValue>>;
}

async function planScript(request: PlanRequest<Settings>): Promise<Plan> {
  const { dials, runtime, settings: wanted, name } = request;
  const { timeout: timeoutMs } = runtime.playbook.mitigating;
  const [earlier, script, states] = await Promise.all([
    runtime.storage.mitigationRuns.inEffect(runtime.playbook.service.key, name),
    scriptOf(wanted),
    Promise.all(dials.map((dial) => dial.read({ timeoutMs }))),
  ]);
  const [dial, state] = [dials[0] as Dial, states[0] as DialState];
  const to = script === undefined ? (wanted.version ?? '') : createHash('sha1').update(script).digest('hex');
  const canBack =
    script === undefined || state.value === null || (await runtime.executors.scripts.isLoaded(String(state.value), { timeoutMs }));
  const same = sameValue(state.value, to);
  if (!same) await dial.rehearse({ from: state, to }, { timeoutMs });
  const before =
    earlier?.plan.changes.find((change) => change.where === dial.where && sameValue(change.to, state.value))?.back ?? state.value;
  const data: ScriptData = {
    to,
    ...(script !== undefined && { script }),
    from: Object.fromEntries(states.map(({ value }, index) => [PARTS[index], index === 0 ? before : value])),
  };
  return {
    parameters: {},
    changes: [
      {
        id: 'switch',
        where: dial.where,
        title: request.spec.on[0]?.title ?? LABEL,
        from: state,
        to,
        back: before,
        byHand: { set: dial.byHand(to), back: dial.byHand(before) },
      },
    ],
    ...(same && { refusal: inUse() }),
    warnings: [...(canBack ? [] : [unknownBefore()]), ...(dials.length === 1 ? [noCanary()] : [])],
    details: detailsOf(wanted, script, dials.length > 1),
    undo: worded(({ mitigationKinds }) => mitigationKinds.previousScriptIsUsedAgain),
    data: { ...data },
  };
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

async function scriptOf({ script, file }: Settings): Promise<string | undefined> {
  if (file === undefined) return script;
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new PermanentError(
      'not_found',
      worded(({ mitigationKinds }) => mitigationKinds.scriptCannotBeRead(errorText(error))),
    );
  });
}

function detailsOf({ canary, errorSignal, maxErrors }: Settings, script: string | undefined, tried: boolean): string[] {
  const percent = `${Math.round(canary * 100)} %`;
  const lines = script?.trimEnd().split('\n') ?? [];
  const judged = errorSignal === undefined ? '' : `, given up when ${errorSignal} is above ${maxErrors}`;
  return [
    ...(tried ? [`canary: ${percent}${judged}`] : []),
    ...lines.slice(0, SHOWN_LINES),
    ...(lines.length > SHOWN_LINES ? [`… ${lines.length - SHOWN_LINES} more lines`] : []),
  ];
}

function load({ runtime, plan }: RunRequest<Settings>, script: string): Action {
  return {
    name: 'load',
    run: async (ask) => {
      const sha = await runtime.executors.scripts.load(script, { timeoutMs: runtime.playbook.mitigating.timeout, ask });
      const { to } = dataOf(plan);
      if (sha !== to)
        throw new PermanentError(
          'invalid',
          worded(({ mitigationKinds }) => mitigationKinds.redisCallsTheScriptNot(sha, to)),
        );
      return `loaded ${sha}`;
    },
  };
}

/** On a key of its own: a script that does not lock, or never lets go, must not get further. */
function check({ runtime, plan }: RunRequest<Settings>): Action {
  return {
    name: 'check',
    run: async (ask) => {
      await runtime.executors.scripts.check(dataOf(plan).to, { timeoutMs: runtime.playbook.mitigating.timeout, ask });
      return 'locks a key of its own, refuses a second, and lets it expire';
    },
  };
}

function set(request: RunRequest<Settings>, part: Part): Action {
  return {
    name: part,
    run: async (ask) => {
      const dial = dialFor(request, part);
      const { from, to } = changeOf(request, part);
      await dial.write({ from, to, key: `${request.key}:${part}` }, { timeoutMs: request.runtime.playbook.mitigating.timeout, ask });
      return `${dial.where}: ${String(to)}`;
    },
  };
}

function back(request: RunRequest<Settings>, part: Part, name: string): Action {
  return {
    name,
    run: async (ask) => {
      const dial = dialFor(request, part);
      const change = changeOf(request, part);
      await setBack(request, dial, { ...change, key: `${request.key}:${name}`, ask });
      return `${dial.where}: ${String(change.back)}`;
    },
  };
}

function judge({ runtime, settings: { canarySeconds, errorSignal, maxErrors = 0 } }: RunRequest<Settings>): Action {
  return {
    name: 'judge',
    afterMs: canarySeconds * 1_000,
    run: async () => {
      if (errorSignal === undefined) return 'no signal judges it';
      const [errors, least] = await Promise.all([presentValue(runtime, errorSignal), presentLeast(runtime, errorSignal)]);
      // Even a part of the errors can be too many.
      if (least !== undefined && least > maxErrors) throw tooMany(errorSignal, least, maxErrors);
      if (errors === undefined)
        throw new TransientError(
          'no_data',
          worded(({ mitigationKinds }) => mitigationKinds.givesNoValueSoTheCanaryCannotBeJudged(errorSignal)),
        );
      return `${errorSignal} is ${errors}`;
    },
  };
}

function tooMany(signal: string, errors: number, most: number): PermanentError {
  return new PermanentError(
    'canary_failed',
    worded(({ mitigationKinds }) => mitigationKinds.canaryFailedIsAbove(signal, errors, most)),
  );
}

function changeOf({ plan, settings: { canary } }: RunRequest<Settings>, part: Part): { from: DialState; to: DialValue; back: DialValue } {
  const { to, from } = dataOf(plan);
  // By its value alone: setting the canary may have given all fields of one address a new version.
  if (part === 'switch') return { from: { value: plan.changes[0]?.from.value ?? null }, to, back: from.switch ?? null };
  const before = from[part] ?? null;
  return { from: { value: before }, to: part === 'share' ? canary : to, back: before };
}

function dialFor({ dials }: RunRequest<Settings>, part: Part): Dial {
  const dial = dials[PARTS.indexOf(part)];
  if (dial) return dial;
  throw new PermanentError(
    'not_found',
    worded(({ mitigationKinds }) => mitigationKinds.playbookDoesNotNameTheCanaryOfTheLock),
  );
}

function dataOf({ data }: Plan): ScriptData {
  return data as unknown as ScriptData;
}

function inUse(): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.nothingWouldChangeThisScript);
}

function unknownBefore(): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.scriptInUseNowIsNotLoadedInThisRedis);
}

function noCanary(): Bilingual {
  return worded(({ mitigationKinds }) => mitigationKinds.allRequestsUseItAtOnce);
}
