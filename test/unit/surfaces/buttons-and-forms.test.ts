import type { FormKind } from '../../../src/bot/actions/forms/form-kind.ts';
import { FORMS } from '../../../src/bot/actions/forms/index.ts';
import { readButton } from '../../../src/bot/actions/read-button.ts';
import { type Submission, submissionOf } from '../../../src/bot/actions/submission.ts';
import { commandButton } from '../../../src/bot/surfaces/building-blocks/asking.ts';
import { commandNamed } from '../../../src/commands/index.ts';
import type { Asks } from '../../../src/commands/result.ts';
import type { ChatMessage, ChatView } from '../../../src/domain/chat/message.ts';
import { INCIDENT_STATES } from '../../../src/domain/incident/states.ts';
import { fingerprint, type Plan } from '../../../src/domain/mitigation/plan.ts';
import type { BoardView } from '../../../src/views/analysis.ts';
import type { DiagnosisView } from '../../../src/views/diagnosis.ts';
import { LIST_PAGE_SIZE } from '../../../src/views/lists.ts';
import type { MitigationFormView, MitigationOfferView, MitigationRunView } from '../../../src/views/mitigation.ts';
import type { Presenter } from '../../../src/views/presenter.ts';
import type { FollowUpView, RetroView } from '../../../src/views/review.ts';
import { aBriefing, anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';

const incident = anIncident();
const title = { en: 'Add consumers', ko: 'consumer 증설' };

const problems = [{ part: 'bridge', code: 'x', text: 'x', retrying: false }] as const;
const step = { step: 2, level: 'L2' } as const;
const offer: MitigationOfferView = { name: 'scale-consumers', title, effect: title, rows: ['F1'], fits: true };

const change = { id: '1', where: 'replicas', from: { value: 10 }, to: 20, back: 10, byHand: { set: 'set 20', back: 'set 10' } };

const run: MitigationRunView = {
  incident,
  id: 12,
  name: 'scale-consumers',
  title,
  effect: title,
  state: 'running',
  plan: { parameters: {}, changes: [change], warnings: [], details: [], undo: title, data: {} },
  by: 'U0KIM',
  expiresAt: NOW,
  overlaps: [],
  now: NOW,
};

const followUp: FollowUpView = { id: 'N1', title, owner: null, dueAt: NOW, state: 'open' };

const retro: RetroView = { incident, state: 'planned', startsAt: NOW, endsAt: NOW, invitees: [], absent: [], row: 'T1', now: NOW };

const row = { id: 'R3', title, dueAt: NOW, state: 'pending', owner: null, collectable: true, checks: [] } as const;
const check = { id: 'R3.pool', title, owner: null };

const board: BoardView = { incident, rows: [row, { ...row, id: 'R2', checks: [{ ...check, id: 'R2.pool' }] }], roles: {}, now: NOW };

const diagnosis: DiagnosisView = {
  incident,
  causes: [
    {
      scenario: 'S3',
      key: 'connection-leak',
      title,
      component: title,
      confidence: 'likely',
      evidence: [],
      ruledOutBy: [],
      mitigations: [],
    },
  ],
  suffering: [],
  now: NOW,
};

/** Every surface that has buttons, as it may really look. */
const SURFACES: Record<string, (p: Presenter) => readonly (ChatMessage | ChatView)[]> = {
  'the briefing': (p) =>
    INCIDENT_STATES.map((state) =>
      p.briefing(aBriefing({ incident: anIncident({ state }), problems, nextEscalation: step, offers: [offer], diagnosis })),
    ),
  'a page': (p) => [p.page({ incident, level: 'L1', readings: [], pageId: 31, now: NOW })],
  'a held escalation': (p) => [p.heldNotice({ incident, next: step, measured: true, silent: [], now: NOW })],
  'the list': (p) => [p.list({ incidents: Array.from({ length: 3 * LIST_PAGE_SIZE }, () => incident), page: 2, scope: 'all', now: NOW })],
  'the home': (p) => [p.home({ incidents: [incident], levels: [], now: NOW })],
  'the next update': (p) => [
    p.nextUpdate({ incident, nextAt: NOW, seen: 'regular.3', now: NOW }),
    p.nextUpdate({ incident, nextAt: NOW, now: NOW }),
  ],
  'the likely cause': (p) => [p.likelyCause(diagnosis), p.diagnosis(diagnosis)],
  'the retrospective': (p) => [p.retroInvite(retro), p.retroProposal({ incident, by: 'U0KIM', proposedAt: NOW, startsAt: NOW, now: NOW })],
  'follow-ups': (p) => [
    p.followUps({ incident, followUps: [followUp], now: NOW }),
    p.followUpReminder({ incident, followUp, kind: 'soon', now: NOW }),
  ],
  'the board of the analysis': (p) => [
    p.analysisBoard(board),
    p.analysisCollected({
      incident,
      row,
      findings: [],
      problems: [],
      outcome: 'open',
      acceptable: { path: 'GET /coupons' },
      onset: NOW,
      now: NOW,
    }),
    p.rowReminder({ incident, row, checks: [check], nobody: false, dueAt: NOW, now: NOW }),
    p.rowReminder({ incident, row, checks: [], nobody: true, dueAt: NOW, now: NOW }),
  ],
  'what mitigations there are': (p) => [p.mitigationOffers({ incident, offers: [offer, { ...offer, name: 'shed', off: true }], now: NOW })],
  'a run': (p) => [
    ...(['waiting', 'announced', 'executing', 'held', 'running'] as const).map((state) => p.mitigationRun({ ...run, state })),
    p.mitigationRun({ ...run, state: 'ended', outcome: 'failed', problem: { code: 'changed', text: 'x' } }),
    p.mitigationRun({ ...run, state: 'ended', outcome: 'failed', problem: { code: 'timeout', text: 'x', byHand: ['kubectl scale'] } }),
  ],
  'what does not work': (p) => [p.declarerNotice({ incident, problems })],
};

interface Drawn {
  action_id: string;
  value?: string;
  url?: string;
}

function buttonsIn(node: unknown): Drawn[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = (node as { type?: string }).type === 'button' ? [node as Drawn] : [];
  return [...own, ...Object.values(node).flatMap(buttonsIn)];
}

const drawn = (surface: string) =>
  (['en', 'ko'] as const)
    .flatMap((language) => buttonsIn(SURFACES[surface]?.(presenterIn(language))))
    .filter(({ url }) => url === undefined);

describe('every button asks for what its command takes:', () => {
  it.each(Object.keys(SURFACES))('%s', (surface) => {
    const buttons = drawn(surface);
    expect(buttons.length).toBeGreaterThan(0);
    for (const { action_id: actionId, value = '' } of buttons) {
      expect(value.length).toBeLessThanOrEqual(2_000);
      const { command, incident: of, args = {} } = JSON.parse(value) as { command: string; incident?: number; args?: object };
      expect([actionId, readButton(actionId, value)?.sent]).toEqual([actionId, { command, incident: of, args }]);
      // With anything more or less than that it is none of ours.
      for (const forged of [
        { command, args },
        { command, incident: of, args: { ...args, more: 1 } },
        { command, incident: of, args: 'R3' },
      ])
        if (of !== undefined || forged.args !== args) expect(readButton(actionId, JSON.stringify(forged))).toBeUndefined();
    }
  });

  it('and they are many', () => {
    const commands = new Set(
      Object.keys(SURFACES)
        .flatMap(drawn)
        .map(({ value = '' }) => (JSON.parse(value) as { command: string }).command),
    );
    expect(commands.size).toBeGreaterThan(25);
    expect([...commands].filter((name) => !commandNamed(name)?.button)).toEqual([]);
  });
});

const form: MitigationFormView = {
  incident,
  name: 'scale-consumers',
  title,
  effect: title,
  now: NOW,
  parameters: [{ key: 'to', title, kind: 'number' }],
  chosen: { to: 20 },
  plan: { ...run.plan, typed: 'coupon-issue' },
  provedAfterMs: 300_000,
};

const service = (key: string) => ({ key, name: { en: key, ko: key } });

/** What each form may show, and what is filled in. */
const FILLED: { [Kind in keyof Asks]: { view: Asks[Kind]; values: Record<string, object>; asked: readonly object[] } } = {
  open: {
    view: { private: true, since: NOW, service: 'coupon', services: [service('coupon'), service('shop')] },
    values: {
      service: { selected_option: { value: 'shop' } },
      title: { value: 'Late' },
      severity: { selected_option: { value: 'sev1' } },
      visibility: { selected_options: [{ value: 'private' }] },
    },
    asked: [{ command: 'open', args: { service: 'shop', title: 'Late', severity: 'sev1', private: true, since: NOW.toISOString() } }],
  },
  assign: {
    view: { incident, roles: { commander: 'U0KIM', scribe: 'U0LEE' } },
    values: {
      'role.commander': { selected_user: 'U0LEE' },
      'role.operations': { selected_user: 'U0LEE' },
      'role.scribe': { selected_user: 'U0LEE' },
    },
    asked: [
      { command: 'assign', incident: 7, args: { role: 'commander', person: 'U0LEE', seen: 'U0KIM' } },
      { command: 'assign', incident: 7, args: { role: 'operations', person: 'U0LEE', seen: 'nobody' } },
    ],
  },
  analysisNote: {
    view: { incident, item: 'R3.pool', title },
    values: { note: { value: '40 of 40' } },
    asked: [{ command: 'analysis done', incident: 7, args: { item: 'R3.pool', note: '40 of 40' } }],
  },
  retro: {
    view: { incident, startsAt: NOW },
    values: { moment: { selected_date_time: 1_772_700_000 } },
    asked: [{ command: 'retro propose', incident: 7, args: { at: '2026-03-05T08:40:00.000Z' } }],
  },
  maintenance: {
    view: {
      service: 'coupon',
      serviceName: title,
      languages: ['en', 'ko'],
      components: [service('requests'), service('issuing')],
      startsAt: NOW,
      lasting: '2h',
      text: 'Late',
    },
    values: {
      moment: { selected_date_time: 1_772_700_000 },
      lasting: { value: ' 90M ' },
      'text.en': { value: 'New queue' },
      'text.ko': { value: '' },
      components: { selected_options: [{ value: 'issuing' }] },
    },
    asked: [
      {
        command: 'maintenance plan',
        args: { service: 'coupon', at: '2026-03-05T08:40:00.000Z', lasting: '90m', texts: { en: 'New queue' }, components: ['issuing'] },
      },
    ],
  },
  update: {
    view: {
      incident,
      fields: [
        { language: 'en', text: 'We are on it.' },
        { language: 'ko', text: '조치 중입니다.' },
      ],
      nextAt: NOW,
      seen: '1.1772700000000',
      now: NOW,
    },
    values: {
      'text.en': { value: 'We add capacity.' },
      'text.ko': { value: '증설 중입니다.' },
      now: { selected_options: [{ value: 'now' }] },
    },
    asked: [
      {
        command: 'update approve',
        incident: 7,
        args: { texts: { en: 'We add capacity.', ko: '증설 중입니다.' }, now: true, seen: '1.1772700000000' },
      },
    ],
  },
  social: {
    view: {
      incident,
      seen: '2.3',
      fields: [
        { network: 'mastodon', title: 'Mastodon', text: 'Late.', length: 5, most: 500 },
        { network: 'x', title: 'X', text: '늦습니다.', length: 9, most: 280 },
      ],
    },
    values: { 'social.0': { value: 'Coupons are late.' }, 'social.1': { value: '' } },
    asked: [{ command: 'social edit', incident: 7, args: { notice: '2.3', texts: { mastodon: 'Coupons are late.', x: '' } } }],
  },
  impact: {
    view: { incident, lastedMs: 2_400_000, cause: 'too few' },
    values: { who: { value: 'buyers' }, howMany: { value: '1200' }, lasted: { value: '40M' } },
    asked: [{ command: 'impact', incident: 7, args: { who: 'buyers', howMany: 1200, lasted: '40m' } }],
  },
  timelineEdit: {
    view: { incident, entry: '12', text: 'lag grows', earlier: ['lag'] },
    values: { text: { value: 'lag grew' } },
    asked: [{ command: 'timeline edit', incident: 7, args: { entry: 12, text: 'lag grew' } }],
  },
  mitigation: {
    view: form,
    values: { 'parameter.to': { value: '20' }, typed: { value: 'coupon-issue' } },
    asked: [
      {
        command: 'mitigate run',
        incident: 7,
        args: { name: 'scale-consumers', chosen: { to: '20' }, shown: fingerprint(form.plan as Plan), typed: 'coupon-issue' },
      },
    ],
  },
};

describe('a form asks for what its command takes:', () => {
  const kinds = Object.keys(FORMS) as (keyof Asks)[];
  const drawn = (kind: keyof Asks) =>
    (FORMS[kind] as FormKind<unknown>).draw(presenterIn('en'), FILLED[kind].view, 'https://slack.example/answer');
  const metadataOf = (view: ChatView) => String(view.private_metadata ?? '');
  const submitted = (kind: keyof Asks, metadata: string): Submission => {
    const { values } = FILLED[kind];
    const state = Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }]));
    return submissionOf({ user: { id: 'U0KIM' }, view: { id: 'V1', private_metadata: metadata, state: { values: state } } } as never);
  };

  it.each(kinds)('%s', (kind) => {
    const { callback, asks, beside } = FORMS[kind];
    const view = drawn(kind);
    const blocks = (view.blocks as { block_id?: string }[]).map(({ block_id: id }) => id);
    expect(view.callback_id).toBe(callback);
    // Only what the form has is filled in, and a mistake stands beside a field that it has.
    expect(blocks).toEqual(expect.arrayContaining([...Object.keys(FILLED[kind].values), ...Object.values(beside)]));
    const wishes = asks(submitted(kind, metadataOf(view)));
    expect(wishes.map(({ sent: { incident: of, ...sent } }) => ({ ...sent, ...(of !== undefined && { incident: of }) }))).toEqual(
      FILLED[kind].asked,
    );
    for (const { sent } of wishes) {
      const command = commandNamed(sent.command);
      expect(command?.args.strict().safeParse(sent.args)).toMatchObject({ success: true });
      for (const argument of Object.keys(beside)) expect(command?.args.shape).toHaveProperty(argument);
    }
    expect(new Set(wishes.map(({ part }) => part)).size).toBe(wishes.length);
  });

  it('open is answered where it was asked for', () => {
    expect(FORMS.open.asks(submitted('open', metadataOf(drawn('open'))))).toMatchObject([{ answerTo: 'https://slack.example/answer' }]);
  });

  it.each(kinds.filter((kind) => kind !== 'open'))('%s refuses what none of its kind keeps', (kind) => {
    for (const forged of ['', '{}', 'null', '{"incident":"7"}', '{"incident":99999999999,"item":"R3","name":"shed","shown":""}'])
      expect(() => FORMS[kind].asks(submitted(kind, forged))).toThrow(/cannot tell what this button or form is about/);
  });
});

it('a button that its command would not take does not compile', () => {
  const look = { text: 'Go', label: 'Go' };
  // @ts-expect-error: no button may ask for it.
  commandButton({ command: 'note', incident, args: { text: 'x' } }, look);
  // @ts-expect-error: it is about an incident.
  commandButton({ command: 'retry' }, look);
  // @ts-expect-error: an argument is missing.
  commandButton({ command: 'mitigate approve', incident }, look);
  // @ts-expect-error: an argument of another name.
  commandButton({ command: 'followups done', incident, args: { id: 'N1' } }, look);
  // @ts-expect-error: an argument of another type.
  commandButton({ command: 'page acknowledge', incident, args: { page: '31' } }, look);
  expect(commandButton({ command: 'page acknowledge', incident, args: { page: 31 } }, look)).toMatchObject({
    value: '{"command":"page acknowledge","incident":7,"args":{"page":31}}',
  });
});

it('no button is drawn with more than Slack takes', () => {
  const look = { text: 'Go', label: 'Go' };
  const asked = (seen: string) => commandButton({ command: 'analysis accept', incident, args: { item: 'R2', seen } }, look);
  expect(asked('x'.repeat(900))).toBeDefined();
  expect(asked('x'.repeat(2_000))).toBeUndefined();
});
