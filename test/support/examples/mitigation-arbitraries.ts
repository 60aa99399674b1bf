import fc from 'fast-check';
import { INCIDENT_STATES } from '../../../src/domain/incident/states.ts';
import { type Refusal, STEERINGS } from '../../../src/domain/mitigation/guard.ts';
import { MITIGATION_RUN_STATES, OUTCOMES, type Parameter, type Plan, UNDO_WHYS } from '../../../src/domain/mitigation/plan.ts';
import type { MitigationRunProblem } from '../../../src/domain/mitigation/problem.ts';
import type { DialValue } from '../../../src/domain/mitigation/targets.ts';
import { VERDICTS } from '../../../src/domain/mitigation/verdicts.ts';
import type {
  BriefingMitigations,
  FreezeView,
  FrozenRunEndedView,
  FrozenRunView,
  MitigationBegunView,
  MitigationFormView,
  MitigationOffersView,
  MitigationOfferView,
  MitigationRunView,
  SignalProofView,
} from '../../../src/views/mitigation.ts';
import { bilingual, date, incident, KNOWN, nastyText, number, some } from './view-arbitraries.ts';

/** Mitigations as bad as playbooks, targets and people can make them. */

const user = fc.oneof(
  fc.constantFrom(...KNOWN.users, 'bongsu'),
  nastyText.map((text) => `x${text}`),
);

const state = fc.constantFrom(...MITIGATION_RUN_STATES);
const verdict = fc.constantFrom(...VERDICTS);
const second = fc.constantFrom('responder' as const, 'oncall' as const, 'lead' as const);
const record = some({ helped: fc.nat(), of: fc.nat(), medianMs: number }, ['helped', 'of']);
const dialValue: fc.Arbitrary<DialValue> = fc.oneof(number, nastyText, fc.boolean(), fc.constant(null));

/** What a guard says: the person it names is known, what somebody typed as the reason is anything. */
const by = fc.constantFrom(...KNOWN.users, 'bongsu');

const refusal: fc.Arbitrary<Refusal> = fc.oneof(
  fc.record({ code: fc.constant('frozen'), by, reason: nastyText }),
  fc.record({ code: fc.constantFrom('stopped', 'frozen', 'busy'), by }),
  fc.record({ code: fc.constant('busy'), by, held: fc.nat() }),
  fc.record({ code: fc.constant('not-active'), incident: fc.nat(), state: fc.constantFrom(...INCIDENT_STATES) }),
  fc.record({ code: fc.constantFrom('off', 'same-person') }),
  fc.record({ code: fc.constant('not-allowed'), who: fc.constantFrom('everyone', 'responder', 'oncall', 'lead') }),
  fc.record({ code: fc.constant('forbidden-hours'), from: nastyText, to: nastyText, reason: bilingual }),
  fc.record({ code: fc.constant('cooling-down'), seconds: fc.nat() }),
  fc.record({ code: fc.constant('too-many'), atOnce: fc.nat(), names: fc.array(nastyText, { maxLength: 20 }) }),
);

const offer: fc.Arbitrary<MitigationOfferView> = some(
  {
    name: nastyText,
    title: bilingual,
    effect: bilingual,
    rows: fc.array(nastyText, { maxLength: 15 }),
    fits: fc.boolean(),
    off: fc.boolean(),
    record,
    refusal,
    run: fc.record({ id: fc.maxSafeNat(), state }),
    second,
  },
  ['name', 'title', 'effect', 'rows', 'fits'],
);

/** Names are told apart, as a playbook's are. */
const offers = (maxLength: number) =>
  fc.array(offer, { maxLength }).map((all) => all.map((one, index) => ({ ...one, name: `m${index}-${one.name}` })));

const problem: fc.Arbitrary<MitigationRunProblem> = fc.oneof(
  some(
    {
      code: fc.oneof(fc.constantFrom('changed', 'timeout', 'frozen', 'stopped', 'toString', '__proto__'), nastyText),
      text: nastyText,
      by: user,
      byHand: fc.array(nastyText, { maxLength: 20 }),
    },
    ['code', 'text'],
  ),
  fc.record({ code: fc.constantFrom('changed', 'lapsed', 'mind-changed', 'stopped', 'frozen'), by: user }),
  refusal.map((said) => ({ code: said.code, refusal: said })),
);

export const offersView: fc.Arbitrary<MitigationOffersView> = some(
  { incident, offers: offers(60), frozen: some({ by: user, at: date, reason: nastyText }, ['by', 'at']), now: date },
  ['incident', 'offers', 'now'],
);

export const briefingMitigations: fc.Arbitrary<BriefingMitigations> = some(
  {
    offers: offers(8),
    mitigations: fc.array(some({ title: bilingual, state, verdict }, ['title', 'state']), { maxLength: 30 }),
  },
  [],
);

const parameter: fc.Arbitrary<Parameter> = some(
  {
    key: nastyText,
    title: bilingual,
    hint: bilingual,
    kind: fc.constantFrom('number' as const, 'text' as const, 'choice' as const),
    choices: fc.array(fc.record({ value: nastyText, title: bilingual }), { maxLength: 120 }),
    min: number,
    max: number,
    optional: fc.boolean(),
  },
  ['key', 'title', 'kind'],
);

const parameters = fc.array(parameter, { maxLength: 12 }).map((all) => all.map((one, index) => ({ ...one, key: `k${index}${one.key}` })));

export const plan: fc.Arbitrary<Plan> = some(
  {
    parameters: fc.dictionary(fc.string({ maxLength: 10 }), dialValue, { maxKeys: 4 }),
    changes: fc.array(
      some(
        {
          id: nastyText,
          where: nastyText,
          unit: bilingual,
          from: fc.record({ value: dialValue }),
          to: dialValue,
          back: dialValue,
          byHand: fc.record({ set: nastyText, back: nastyText }),
        },
        ['id', 'where', 'from', 'to', 'back', 'byHand'],
      ),
      { maxLength: 20 },
    ),
    refusal: bilingual,
    warnings: fc.array(bilingual, { maxLength: 15 }),
    details: fc.array(nastyText, { maxLength: 40 }),
    undo: bilingual,
    typed: nastyText,
    data: fc.constant({}),
  },
  ['parameters', 'changes', 'warnings', 'details', 'data'],
);

export const formView: fc.Arbitrary<MitigationFormView> = fc
  .record({
    view: some(
      {
        incident,
        name: nastyText,
        title: bilingual,
        effect: bilingual,
        parameters,
        chosen: fc.constant({}),
        plan,
        problem: fc.record({ en: nastyText, ko: nastyText }),
        refusal,
        changed: fc.constantFrom('target' as const, 'choice' as const),
        second,
        record,
        expiresAfterMs: number,
        provedAfterMs: number,
        now: date,
      },
      ['incident', 'name', 'title', 'effect', 'parameters', 'chosen', 'provedAfterMs', 'now'],
    ),
    values: fc.array(dialValue, { minLength: 12, maxLength: 12 }),
  })
  .map(({ view, values }) => ({
    ...view,
    chosen: Object.fromEntries(view.parameters.map(({ key, choices }, index) => [key, choices?.[0]?.value ?? values[index] ?? null])),
  }));

const signalProof: fc.Arbitrary<SignalProofView> = some(
  {
    key: nastyText,
    title: bilingual,
    unit: fc.constantFrom('seconds' as const, 'ratio' as const, 'messages' as const, 'bytes' as const),
    before: fc.oneof(number, fc.constant(Number.NaN)),
    after: number,
    verdict,
    backToNormal: fc.boolean(),
    betterSince: fc.oneof(fc.constant('2026-03-02T05:00:00Z'), nastyText),
  },
  ['key', 'title', 'unit', 'verdict', 'backToNormal'],
);

export const runView: fc.Arbitrary<MitigationRunView> = some(
  {
    incident,
    id: fc.maxSafeNat(),
    name: nastyText,
    title: bilingual,
    effect: bilingual,
    state,
    outcome: fc.constantFrom(...OUTCOMES),
    plan,
    by: user,
    approvedBy: user,
    second,
    nextAt: date,
    ranAt: date,
    steps: fc.record({ done: fc.nat(), of: fc.nat() }),
    verdict,
    signals: fc.array(signalProof, { maxLength: 20 }),
    helpedAfterMs: number,
    overlaps: fc.array(bilingual, { maxLength: 10 }),
    expiresAt: date,
    keptBy: user,
    undoBy: user,
    undoWhy: fc.constantFrom(...UNDO_WHYS),
    stopBy: user,
    byHand: some({ said: nastyText }, []),
    problem,
    record,
    because: bilingual,
    now: date,
  },
  ['incident', 'id', 'name', 'title', 'effect', 'state', 'plan', 'by', 'overlaps', 'now'],
);

export const begunView: fc.Arbitrary<MitigationBegunView> = some(
  {
    incident,
    title: bilingual,
    state,
    did: fc.constantFrom(...STEERINGS, 'done' as const),
  },
  ['incident', 'title', 'state'],
);

const frozenRun: fc.Arbitrary<FrozenRunView> = some(
  { title: bilingual, sent: fc.boolean(), run: fc.record({ id: fc.maxSafeNat(), incidentId: fc.maxSafeNat() }) },
  ['title', 'sent'],
);

export const freezeView: fc.Arbitrary<FreezeView> = some(
  { by: user, at: date, reason: nastyText, liftedBy: user, runs: fc.array(frozenRun, { maxLength: 30 }) },
  ['by', 'at'],
);

export const frozenRunEndedView: fc.Arbitrary<FrozenRunEndedView> = some(
  { incident, id: fc.maxSafeNat(), title: bilingual, state, outcome: fc.constantFrom(...OUTCOMES), now: date },
  ['incident', 'id', 'title', 'state', 'now'],
);
