import { UserError } from '../domain/errors.ts';
import { diagnosisView } from '../workflows/diagnosis/diagnosis-view.ts';
import { nameCause } from '../workflows/diagnosis/name-cause.ts';
import { incidentCommand } from './command.ts';

type DiagnosisArgs = { do: 'show' } | { do: 'name'; name: string; note: string | undefined };

export const diagnosis = incidentCommand<DiagnosisArgs>({
  name: 'diagnosis',
  usage: 'diagnosis [#7] [is <cause> why]',
  summary: {
    en: 'The likely cause with its evidence; or name it, such as `diagnosis is connection-leak seen in the pool log` (R1).',
    ko: '유력한 원인과 근거를 봅니다. 원인 지목: `diagnosis is connection-leak 풀 로그에서 확인` (R1)',
  },
  permission: (args) => (args.do === 'show' ? 'everyone' : 'responder'),
  evenUnknown: (args) => args.do === 'show',
  parse: (words) => {
    if (words.trim() === '') return { do: 'show' };
    const [, verb = '', name = '', note = ''] = /^\s*(\S+)\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    if (verb.toLowerCase() !== 'is' || name === '') {
      throw new UserError('bad_diagnosis', {
        en: 'Write `diagnosis`, or name the cause: `diagnosis is connection-leak`.',
        ko: '`diagnosis` 만 적거나 원인을 지정해 주세요: `diagnosis is connection-leak`.',
      });
    }
    return { do: 'name', name, note: note.trim() || undefined };
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    if (args.do === 'show') {
      return { message: present.diagnosis(diagnosisView(runtime, incident, await runtime.storage.diagnoses.of(incident.id))) };
    }
    const { cause, actor } = invocation;
    const { name, note } = args;
    const named = await nameCause(runtime, { cause, actor, incidentId: incident.id, name, ...(note !== undefined && { note }) });
    return { message: present.done({ done: 'named', incident, title: named.title }) };
  },
});
