import { errorText, OperatorError, TransientError } from '../../../domain/errors.ts';
import type { HistoricMetricsSource, MetricsSource } from '../../../domain/ports/metrics.ts';
import { doubtsOf } from '../../../domain/signals/doubts.ts';
import { systemClock } from '../../../domain/time/clock.ts';
import { createMetrics, METRICS_VENDORS } from '../../../integrations/metrics/index.ts';
import { doubtsInWords } from '../../doubts-in-words.ts';
import { type Asker, mustAnswer } from '../ask.ts';
import { askAccount } from '../ask-account.ts';
import { choose } from '../choose.ts';
import type { ServiceDraft, Step, StepContext } from '../draft.ts';
import type { FamilySignal } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';
import { askSignals, type Chosen, type LeftOut, type Proposal } from '../signals/ask-signals.ts';
import { type FoundFamilies, findFamilies, matcher } from '../signals/find-families.ts';

/** A source that knows its metrics by their names and labels. */
type LabelledSource = HistoricMetricsSource & Required<Pick<MetricsSource, 'labelValues'>>;

/** So many of those that were left out are named. */
const NAMED_MOST = 12;

/** Where the numbers come from, and which of them speak of the service: each is asked before it is proposed. */
export const metricsStep: Step = {
  title: 'Prometheus',
  async run(context) {
    const { asker, draft } = context;
    const service = draft.service;
    if (!service) throw new Error('the service was not asked for');
    for (const { account, name, title } of METRICS_VENDORS) {
      let found: FoundFamilies[] | undefined;
      const given = await askAccount(asker, account, async (variables) => {
        found = await withSource(context, name, variables, (source) => lookAround(context, service, { source, title }));
      });
      if (!given) continue;
      Object.assign(draft.variables, given);
      const [there, known] = [found, draft.variables];
      if (there) await withSource(context, name, known, (source) => propose(context, service, { source, found: there }));
    }
    if (service.proposals.length === 0)
      asker.say(
        `  ! No signal could be tried. The playbook watches up{${matcher('job', service.key)}} and has what such a service usually shows as comments: change them to yours.`,
      );
  },
};

/** What the source has of what the template wants; undefined when it does not answer and the person goes on without. Rejects with what to do. */
async function lookAround(
  { asker, timeoutMs }: StepContext,
  { template }: ServiceDraft,
  { source, title }: { source: LabelledSource; title: string },
): Promise<FoundFamilies[] | undefined> {
  const wanted = wantedBy(template);
  const of = FAMILIES.filter(({ signals }) => Object.values(signals).some(wanted));
  try {
    const { names, found } = await findFamilies(source, { of, now: systemClock.now(), timeoutMs });
    asker.say(`  ✓ ${title} answers and has ${names} metrics`);
    return found;
  } catch (error) {
    if (!(error instanceof TransientError) || !(await goesOnWithout(asker, error))) throw error;
    return undefined;
  }
}

async function goesOnWithout(asker: Asker, error: TransientError): Promise<boolean> {
  const question = {
    key: 'withoutNumbers',
    text: `${errorText(error)} Keep this address and go on without its numbers? (yes or no)`,
    proposed: 'no',
  };
  return await mustAnswer(asker, question, (answer) => {
    if (!/^(y|yes|n|no)$/i.test(answer)) throw new OperatorError('yes_or_no', 'Answer yes or no.');
    return answer.toLowerCase().startsWith('y');
  });
}

/** Asks which of several is meant, then every signal, and says what came of it. */
async function propose(
  { asker, timeoutMs }: StepContext,
  service: ServiceDraft,
  { source, found }: { source: LabelledSource; found: readonly FoundFamilies[] },
): Promise<void> {
  if (found.length === 0)
    asker.say('  ! None of the metrics that init knows is there: docs/adding/template.md says which, and how it learns more.');
  const chosen: Chosen[] = [];
  for (const families of found) chosen.push(...(await chooseOf(asker, families, service.key)));
  const { proposals, leftOut } = await askSignals(source, chosen, {
    wanted: wantedBy(service.template),
    now: systemClock.now(),
    timeoutMs,
  });
  service.proposals.push(...proposals);
  sayWhatCame(asker, proposals, leftOut);
}

/** Which of several the service uses: taken where it is the only one, otherwise asked. */
async function chooseOf(asker: Asker, { whose, families, choices, likely, having }: FoundFamilies, key: string): Promise<Chosen[]> {
  const { label, text } = whose;
  const titles = families.map(({ title }) => title).join('; ');
  const alike = choices.filter((choice) => choice.toLowerCase().includes(key));
  const [only] = choices;
  const taken = choices.length === 1 && (whose.alone !== 'asked' || alike.length === 1);
  const value = taken ? only : choices.length === 0 ? undefined : await askWhich();
  if (value === undefined) {
    const why = choices.length === 0 ? `nothing of it has the label ${label}` : `nothing was chosen (${whose.key})`;
    asker.say(`  ! Left out, because ${why}: ${titles}`);
    return [];
  }
  const of = matcher(label, value);
  const has = families.filter((family) => having.get(value)?.includes(family));
  asker.say(`  ✓ ${of}: ${has.map(({ title }) => title).join('; ')}`);
  return has.map((family) => ({ family, of }));

  async function askWhich(): Promise<string | undefined> {
    const proposed = alike.length === 1 ? alike[0] : whose.alone === 'asked' ? undefined : likely;
    return await choose(asker, {
      key: whose.key,
      text,
      choices: choices.map((choice) => ({ value: choice, title: (having.get(choice) ?? []).map(({ title }) => title).join('; ') })),
      ...(proposed === undefined ? { otherwise: 'none of them' } : { proposed }),
    });
  }
}

function sayWhatCame(asker: Asker, proposals: readonly Proposal[], leftOut: readonly LeftOut[]): void {
  if (proposals.length > 0)
    asker.say(
      `  ✓ ${proposals.length} of ${proposals.length + leftOut.length} signals answer: ${proposals.map(({ key }) => key).join(', ')}`,
    );
  for (const { key, family, why } of leftOut.slice(0, NAMED_MOST)) asker.say(`  ! Left out: ${key} (${family.title}): ${why}`);
  if (leftOut.length > NAMED_MOST) asker.say(`  ! … and ${leftOut.length - NAMED_MOST} more`);
  const doubts = doubtsInWords(doubtsOf(...proposals));
  if (doubts) asker.say(`  ! Some of the answers are only a part of the whole: ${doubts}.`);
}

/** Whether a signal shows something of which such a service is made. */
function wantedBy({ components }: ServiceDraft['template']): (signal: FamilySignal) => boolean {
  return ({ component }) => components[component] !== undefined;
}

async function withSource<T>(
  { config, log }: StepContext,
  name: string,
  variables: Readonly<Record<string, string>>,
  act: (source: LabelledSource) => Promise<T>,
): Promise<T> {
  const metrics = createMetrics(config(variables).accounts, { log });
  try {
    const source = metrics.source(name);
    if (!isLabelled(source)) throw new Error(`${name} is asked for, but does not know its metrics by name`);
    return await act(source);
  } finally {
    await metrics.close();
  }
}

function isLabelled(source: MetricsSource): source is LabelledSource {
  return source.labelValues !== undefined && source.range !== undefined;
}
