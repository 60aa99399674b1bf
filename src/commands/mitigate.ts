import { z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { confirmMitigation } from '../workflows/mitigate/confirm-mitigation.ts';
import { describeOffers } from '../workflows/mitigate/describe-offers.ts';
import { formSkeleton, planMitigation } from '../workflows/mitigate/plan-mitigation.ts';
import { titleOf } from '../workflows/mitigate/run-view.ts';
import {
  approveMitigation,
  keepMitigation,
  refuseMitigation,
  stopMitigation,
  undoMitigation,
} from '../workflows/mitigate/steer-mitigation.ts';
import { incidentCommand } from './command.ts';

const STEERINGS = {
  approve: approveMitigation,
  refuse: refuseMitigation,
  stop: stopMitigation,
  undo: undoMitigation,
  keep: keepMitigation,
};
type Steering = keyof typeof STEERINGS;

/** `run` is what the form sends, with the fingerprint of the plan that it showed. */
export type MitigateArgs =
  | { do: 'show' }
  | { do: 'plan'; name: string; chosen: Record<string, string> }
  | { do: 'run'; name: string; chosen: Record<string, string>; shown: string; typed: string | undefined }
  | { do: 'steer'; how: Steering; runId: number };

const confirmed = z.object({ chosen: z.record(z.string(), z.string()), shown: z.string(), typed: z.string().optional() });

export const mitigate = incidentCommand<MitigateArgs>({
  name: 'mitigate',
  usage: 'mitigate [#7] [scale-consumers [to=20] | approve 12 | refuse 12 | stop 12 | undo 12 | keep 12]',
  summary: {
    en: 'What can be done and how often it helped; plan one and run it; approve, refuse, stop, undo or keep a run.',
    ko: '할 수 있는 조치와 효과 기록을 보고, 계획을 확인해 실행합니다. 승인, 거절, 멈춤, 되돌리기, 유지도 합니다.',
  },
  // Who may run what is the playbook's to say, for each mitigation: the guard of the use case asks under the lock where the answer stays true.
  permission: 'everyone',
  evenUnknown: (args) => args.do === 'show' || args.do === 'plan',
  parse: readWords,
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const incidentId = incident.id;
    switch (args.do) {
      case 'show':
        return { message: present.mitigationOffers(await describeOffers(runtime, { incidentId, actor })) };
      case 'plan': {
        const { name, chosen } = args;
        const skeleton = present.mitigationForm(formSkeleton(runtime, { incident, name, chosen }));
        const plan = async () => present.mitigationForm(await planMitigation(runtime, { incidentId, name, chosen, actor }));
        return { form: { skeleton, view: plan } };
      }
      case 'run': {
        const { name, chosen, shown, typed } = args;
        const outcome = await confirmMitigation(runtime, { cause, actor, incidentId, name, chosen, shown, typed });
        if ('form' in outcome) {
          const view = present.mitigationForm(outcome.form);
          return { form: { skeleton: view, view: async () => view } };
        }
        const { state } = outcome.begun;
        return { message: present.mitigationBegun({ incident, title: titleOf(runtime, name), state }) };
      }
      case 'steer': {
        const { name, state } = await STEERINGS[args.how](runtime, { cause, actor, incidentId, runId: args.runId });
        return { message: present.mitigationBegun({ incident, title: titleOf(runtime, name), state, did: args.how }) };
      }
    }
  },
});

function readWords(words: string): MitigateArgs {
  const [, first = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(words) ?? [];
  if (first === '') return { do: 'show' };
  const word = first.toLowerCase();
  if (word === 'run') return readRun(rest);
  if (Object.hasOwn(STEERINGS, word)) {
    const number = /^#?(\d{1,9})$/.exec(rest)?.[1];
    if (number !== undefined) return { do: 'steer', how: word as Steering, runId: Number(number) };
    throw new UserError('bad_mitigate', {
      en: `Say which run by its number, which stands at the foot of its message: \`mitigate ${word} 12\`.`,
      ko: `어느 실행인지 번호를 적어 주세요. 번호는 메시지 맨 아래에 있습니다: \`mitigate ${word} 12\`.`,
    });
  }
  return { do: 'plan', name: word, chosen: readChosen(rest) };
}

/** `to=20 reason=too many for one`: a value goes on until the next `key=`. */
function readChosen(text: string): Record<string, string> {
  if (text === '') return {};
  const pairs = [...text.matchAll(/([A-Za-z][\w-]*)=([\s\S]*?)(?=\s+[A-Za-z][\w-]*=|$)/g)];
  if (pairs.length === 0 || !text.startsWith(pairs[0]?.[0] ?? '='))
    throw new UserError('bad_mitigate', {
      en: 'Write a choice as `key=value`, such as `mitigate scale-consumers to=20`.',
      ko: '선택은 `key=value` 형식으로 적어 주세요. 예: `mitigate scale-consumers to=20`.',
    });
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value.trim()]));
}

function readRun(text: string): MitigateArgs {
  const [, name = '', json = ''] = /^(\S+)\s+(\{[\s\S]*\})$/.exec(text) ?? [];
  const read = confirmed.safeParse(parsed(json));
  if (read.success) return { do: 'run', name, ...read.data, typed: read.data.typed };
  throw new UserError('bad_mitigate', {
    en: 'A plan is run from its form, because it must be seen first: `mitigate scale-consumers` opens it.',
    ko: '계획은 먼저 보아야 하므로 양식에서 실행합니다. 양식 열기: `mitigate scale-consumers`.',
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
