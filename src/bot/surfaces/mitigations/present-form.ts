import type { ChatBlock, ChatMessage, ChatView } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import { fingerprint, type Parameter, type Plan } from '../../../domain/mitigation/plan.ts';
import type { DialValue } from '../../../domain/mitigation/targets.ts';
import type { MitigationFormView } from '../../../views/mitigation.ts';
import { MITIGATION_CALLBACK, MITIGATION_FIELDS, type MitigationKept } from '../../actions/forms/mitigation.ts';
import { codeSection, LIMITS, lineSections, plainText, section } from '../building-blocks/blocks.ts';
import { cut, oneLine, safeLines, safePlain } from '../building-blocks/escape.ts';
import { FIELD_ACTION } from '../building-blocks/ids.ts';
import { refusalText } from '../building-blocks/refusals.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { changeLines, ownWords, recordText, secondText } from './words.ts';

const WARNINGS_MAX = 10;
const DETAILS_MAX = 30;
const PARAMETERS_MAX = 10;
const CHOICES_MAX = 100;
/** What Slack takes as the value of an option. */
const CHOICE_MAX = 150;
const TEXT_MAX = 1_000;
const NAME_MAX = 100;
const KEY_MAX = 100;

/** What a mitigation would do, and the button that does it; the skeleton while the targets are still being read. */
export function mitigationForm(voice: Voice, view: MitigationFormView): ChatView {
  const t = voice.texts.mitigations.form;
  const submit = submitText(voice, view);
  const shell: ChatView = {
    type: 'modal',
    callback_id: MITIGATION_CALLBACK,
    title: plainText(t.title(incidentRef(view.incident)), LIMITS.viewTitle),
    close: plainText(submit === undefined ? voice.t.modal.done : voice.t.modal.close, LIMITS.viewTitle),
    private_metadata: JSON.stringify(metadataOf(view)),
  };
  // Slack wants a submit button beside inputs, so that without one there are none.
  if (submit === undefined) return { ...shell, blocks: readBlocks(voice, view) };
  return { ...shell, submit: plainText(submit, LIMITS.viewTitle), blocks: [...readBlocks(voice, view), ...inputBlocks(voice, view)] };
}

/** In the same window, instead of the form: how it ended. */
export function mitigationNotice(voice: Voice, { text, blocks }: ChatMessage): ChatView {
  return {
    type: 'modal',
    title: plainText(voice.texts.mitigations.underWay, LIMITS.viewTitle),
    close: plainText(voice.t.modal.done, LIMITS.viewTitle),
    blocks: blocks ?? [section(safeLines(text, LIMITS.section))],
  };
}

function metadataOf({ incident, name, plan }: MitigationFormView): MitigationKept {
  return { incident: incident.id, name: name.slice(0, NAME_MAX), shown: plan ? fingerprint(plan) : '' };
}

/** Undefined when there is nothing to run. A plan that cannot be run like this can be made again with another choice. */
function submitText(voice: Voice, { plan, problem, refusal, parameters, second }: MitigationFormView): string | undefined {
  const t = voice.texts.mitigations.form;
  if (!plan || problem !== undefined || refusal) return undefined;
  if (plan.refusal) return parameters.length > 0 ? t.again : undefined;
  return second ? t.ask : t.run;
}

function readBlocks(voice: Voice, view: MitigationFormView): ChatBlock[] {
  const t = voice.texts.mitigations.form;
  const { plan, problem, refusal, changed } = view;
  const isReading = !plan && problem === undefined && !refusal;
  const lines = [
    ...(changed ? [t.changed[changed]] : []),
    `*${voice.say(view.title, 150)}*`,
    voice.say(view.effect, 500),
    ...(refusal ? [t.refused(refusalText(voice, refusal))] : []),
    ...(problem === undefined ? [] : [t.problem(voice.say(problem, 500)), t.problemHint]),
    ...(isReading ? [`_${t.reading}_`] : []),
  ];
  return [...lineSections(lines), ...(plan ? planBlocks(voice, view, plan) : [])];
}

function planBlocks(voice: Voice, view: MitigationFormView, plan: Plan): ChatBlock[] {
  const words = voice.texts.mitigations;
  const t = words.form;
  // What people call something is on top; by which name it is found in the system, whoever wants to know reads here.
  const named = plan.changes.flatMap(({ title, where }) => (title && pick(title, voice.language) !== where ? [where] : []));
  const details = [...named, ...plan.details].slice(0, DETAILS_MAX);
  const second = secondText(voice, view.second);
  const record = recordText(voice, view.record);
  return [
    ...lineSections([
      ...(plan.refusal ? [t.notLikeThis(ownWords(voice, plan.refusal))] : []),
      ...(plan.changes.length > 0 ? [`*${words.changes}*`] : []),
      ...changeLines(voice, plan.changes),
      ...(plan.why ? [`ℹ ${voice.say(plan.why, 300)}`] : []),
      ...plan.warnings.slice(0, WARNINGS_MAX).map((warning) => `⚠ ${ownWords(voice, warning)}`),
    ]),
    ...(details.length > 0 ? [section(`*${t.details}*`), ...codeSection(details)] : []),
    ...lineSections([
      plan.undo ? t.undo(voice.say(plan.undo, 300)) : t.noUndo,
      ...(view.expiresAfterMs === undefined ? [] : [t.expires(voice.format.duration(view.expiresAfterMs))]),
      t.proved(voice.format.duration(view.provedAfterMs)),
      ...(second === undefined ? [] : [t.second(second)]),
      t.record(record ?? t.noRecord),
    ]),
  ];
}

function inputBlocks(voice: Voice, { parameters, chosen, plan }: MitigationFormView): ChatBlock[] {
  const t = voice.texts.mitigations.form;
  const fields = parameters.slice(0, PARAMETERS_MAX).map((parameter) => field(voice, parameter, chosen[parameter.key]));
  if (plan?.typed === undefined || plan.refusal) return fields;
  const typed = {
    type: 'input',
    block_id: MITIGATION_FIELDS.typed,
    label: plainText(t.typed(safePlain(plan.typed, 200)), LIMITS.label),
    hint: plainText(t.typedHint, LIMITS.label),
    element: { type: 'plain_text_input', action_id: FIELD_ACTION, max_length: TEXT_MAX },
  };
  return [...fields, typed];
}

function field(voice: Voice, parameter: Parameter, value: DialValue | undefined): ChatBlock {
  const { key, title, hint, optional } = parameter;
  return {
    type: 'input',
    block_id: `${MITIGATION_FIELDS.parameterPrefix}${key.slice(0, KEY_MAX)}`,
    label: plainText(safePlain(pick(title, voice.language), 150), LIMITS.label),
    ...(hint && { hint: plainText(safePlain(pick(hint, voice.language), 300), LIMITS.label) }),
    ...(optional && { optional: true }),
    element: element(voice, parameter, value),
  };
}

/** Not escaped: what stands in an input comes back as it is, and nothing in it is ever interpreted. */
function element(voice: Voice, { kind, choices = [], min, max }: Parameter, value: DialValue | undefined): object {
  const initial = value === undefined || value === null ? '' : oneLine(String(value));
  if (kind === 'number') return numberElement({ initial, min, max });
  const options = optionsOf(voice, choices);
  if (kind === 'choice' && options.length > 0) {
    const chosen = options.find((option) => option.value === initial);
    const placeholder = plainText(voice.texts.mitigations.form.noChoice, LIMITS.placeholder);
    return { type: 'static_select', action_id: FIELD_ACTION, placeholder, options, ...(chosen && { initial_option: chosen }) };
  }
  return {
    type: 'plain_text_input',
    action_id: FIELD_ACTION,
    max_length: TEXT_MAX,
    ...(initial && { initial_value: cut(initial, TEXT_MAX) }),
  };
}

/** Slack takes numbers as plain decimals only, and refuses a form whose first value is outside of its own limits. */
function numberElement({ initial, min, max }: { initial: string; min: number | undefined; max: number | undefined }): object {
  const isDecimal = (text: string) => /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
  const limit = (value: number | undefined) => (value !== undefined && isDecimal(String(value)) ? String(value) : undefined);
  const [least, most] = [limit(min), limit(max)];
  const fits = isDecimal(initial) && !(Number(initial) < Number(least ?? initial)) && !(Number(initial) > Number(most ?? initial));
  return {
    type: 'number_input',
    action_id: FIELD_ACTION,
    is_decimal_allowed: true,
    ...(least !== undefined && { min_value: least }),
    ...(most !== undefined && { max_value: most }),
    ...(fits && { initial_value: initial }),
  };
}

function optionsOf(voice: Voice, choices: NonNullable<Parameter['choices']>): { text: object; value: string }[] {
  const known = new Set<string>();
  const usable = choices.filter(({ value }) => {
    const fits = value !== '' && value.length <= CHOICE_MAX && !known.has(value);
    known.add(value);
    return fits;
  });
  return usable.slice(0, CHOICES_MAX).map(({ value, title }) => ({
    text: plainText(safePlain(pick(title, voice.language), LIMITS.optionText), LIMITS.optionText),
    value,
  }));
}
