import { UserError } from '../domain/errors.ts';
import { askForItem, describeAnalysis, describeItem, takeItem, tickItem } from '../workflows/analysis/change-analysis.ts';
import { incidentCommand } from './command.ts';

/** `form`: the note is still to be written. */
type AnalysisArgs =
  | { do: 'show' }
  | { do: 'take'; item: string; owner: string | undefined }
  | { do: 'done'; item: string; note: string | undefined }
  | { do: 'form'; item: string }
  | { do: 'run'; item: string };

const ITEM = /^[a-z]\d{1,2}(\.[a-z0-9-]+)?$/i;
const NOTE_MAX = 2_000;

export const analysis = incidentCommand<AnalysisArgs>({
  name: 'analysis',
  usage: 'analysis [#7] [take R3 [@person] | done R3 what was seen | run G1]',
  summary: {
    en: 'The analysis: see its rows, take one, say that it is done, have it collected.',
    ko: '원인 분석 항목을 보고, 맡고, 완료하고, 수집을 실행합니다.',
  },
  permission: (args) => (args.do === 'show' ? 'everyone' : 'responder'),
  evenUnknown: (args) => args.do === 'show',
  parse: (words) => {
    const [, verb = '', item = '', rest = ''] = /^\s*(\S*)\s*(\S*)\s*([\s\S]*)$/.exec(words) ?? [];
    const word = verb.toLowerCase();
    const more = rest.trim();
    if (word === '') return { do: 'show' };
    if (ITEM.test(item)) {
      if (word === 'take') return { do: 'take', item, owner: mentioned(more) };
      if (word === 'done') return { do: 'done', item, note: more === '' ? undefined : more.slice(0, NOTE_MAX) };
      if (word === 'form' && more === '') return { do: 'form', item };
      if (word === 'run' && more === '') return { do: 'run', item };
    }
    throw new UserError('bad_analysis', {
      en: 'Write `analysis`, `analysis take R3` (or with @name), `analysis done R3 what was seen`, or `analysis run G1`.',
      ko: '`analysis`, `analysis take R3` (뒤에 @이름 가능), `analysis done R3 확인한 내용`, `analysis run G1` 가운데 하나로 적어 주세요.',
    });
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    const { cause, actor } = invocation;
    const change = { cause, actor, incidentId: incident.id };
    switch (args.do) {
      case 'show':
        return { message: present.analysisBoard(await describeAnalysis(runtime, incident.id)) };
      case 'take': {
        const { item, owner } = await takeItem(runtime, { ...change, item: args.item, owner: args.owner ?? actor.id });
        return { message: present.analysisDone({ done: 'taken', incident, item, owner }) };
      }
      case 'done': {
        const ticked = await tickItem(runtime, { ...change, item: args.item, note: args.note });
        return { message: present.analysisDone({ done: 'ticked', incident, ...ticked }) };
      }
      case 'form': {
        const view = present.analysisNoteModal({ incident, ...(await describeItem(runtime, incident.id, args.item)) });
        return { form: { skeleton: view, view: async () => view } };
      }
      case 'run': {
        const { item } = await askForItem(runtime, { ...change, item: args.item });
        return { message: present.analysisDone({ done: 'asked', incident, item }) };
      }
    }
  },
});

/** Slack sends a mention as <@U123|name>. Nobody: whoever asks. */
function mentioned(person: string): string | undefined {
  if (person === '' || person.toLowerCase() === 'me') return undefined;
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(person)?.[1];
  if (user === undefined)
    throw new UserError('bad_person', {
      en: 'Name one person by mention: `analysis take R3 @name`; without a name you take it.',
      ko: '한 사람을 멘션해 주세요: `analysis take R3 @이름`. 이름이 없으면 직접 맡습니다.',
    });
  return user;
}
