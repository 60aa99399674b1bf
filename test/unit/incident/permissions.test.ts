import { memberHere, type Standing, writtenAs } from '../../../src/domain/incident/actor.ts';
import type { Incident } from '../../../src/domain/incident/incident.ts';
import {
  canGivePower,
  type GivenRole,
  maySee,
  type Permission,
  powerOf,
  requirePermission,
} from '../../../src/domain/incident/permissions.ts';
import type { Role } from '../../../src/domain/incident/states.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const playbook = couponPlaybook();
const stranger = 'U0JISOO';
const declarer = 'U0DECLARER';
const responder = 'U0MINJI';
const lead = 'U0DOHYUN';
const incident = { ...bareIncident(new Date(0)), declaredBy: declarer } as Incident;

function allowed(
  needed: Permission,
  id: string,
  roles: Partial<Record<Role, string>> = {},
  standing: Standing = 'member',
  evenUnknown = false,
): boolean {
  try {
    requirePermission(needed, { actor: { kind: 'person', id, standing }, playbook, incident, roles, evenUnknown });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError', code: 'not_allowed' });
    return false;
  }
}

describe('who may do what', () => {
  it.each([
    ['everyone', stranger, {}, true],
    ['responder', stranger, {}, false],
    ['responder', stranger, { scribe: stranger }, true],
    ['responder', declarer, {}, true],
    ['responder', responder, {}, true],
    ['responder', lead, {}, true],
    ['lead', stranger, {}, false],
    ['lead', stranger, { commander: stranger }, true],
    ['lead', stranger, { scribe: stranger, commander: responder }, false],
    // Nobody commands: somebody must be able to act.
    ['lead', responder, {}, true],
    // Opening an incident of one's own, or taking a role in it, is not a way to become a lead.
    ['lead', declarer, {}, false],
    ['lead', stranger, { scribe: stranger }, false],
    ['lead', responder, { commander: stranger }, false],
    ['lead', lead, { commander: stranger }, true],
  ] as const)('%s for %s with roles %j: %p', (needed, who, roles, expected) => {
    expect(allowed(needed, who, roles)).toBe(expected);
  });

  it('what belongs to no incident has no commander to stand in for: leads do it, or responders where the playbook names no lead', () => {
    const ask = (id: string, leads = playbook.team.leads) =>
      requirePermission('lead', { actor: memberHere(id), playbook: { ...playbook, team: { ...playbook.team, leads } } });
    expect(() => ask(lead)).not.toThrow();
    expect(() => ask(responder)).toThrow(/Only leads may do this/);
    expect(() => ask(responder, [])).not.toThrow();
    expect(() => ask(stranger, [])).toThrow(/Only responders/);
  });

  it('nobody from outside may do anything, whatever they hold', () => {
    for (const needed of ['everyone', 'responder', 'lead'] as const)
      for (const who of [stranger, declarer, responder, lead])
        expect(allowed(needed, who, { commander: who }, 'outsider', true)).toBe(false);
  });
});

describe('met-K2: power over production', () => {
  const given = (userId: string, assignedBy: string, more: Partial<GivenRole> = {}): GivenRole => ({
    role: 'commander',
    userId,
    assignedBy,
    withPower: true,
    ...more,
  });
  const NONE = { isResponder: false, isLead: false, isOncall: false, inGroup: false };

  it.each<[who: string, id: string, facts: Partial<Parameters<typeof powerOf>[2]>, power: Partial<typeof NONE>]>([
    ['a member', stranger, {}, {}],
    ['whoever declared the incident', declarer, {}, {}],
    ['somebody of the playbook', responder, {}, { isResponder: true }],
    ['a lead of the playbook', lead, {}, { isResponder: true, isLead: true }],
    ['whoever is on call', stranger, { oncall: [stranger] }, { isOncall: true }],
    ['a member of the named group', stranger, { group: [stranger] }, { inGroup: true }],
    ['who took command', stranger, { roles: [given(stranger, stranger)] }, {}],
    ['somebody of the playbook who took command', responder, { roles: [given(responder, responder)] }, { isResponder: true }],
    [
      'a commander whom somebody with power appointed',
      stranger,
      { roles: [given(stranger, responder)] },
      { isResponder: true, isLead: true },
    ],
    [
      'a scribe whom somebody with power appointed',
      stranger,
      { roles: [given(stranger, responder, { role: 'scribe' })] },
      { isResponder: true },
    ],
    ['a commander whom somebody without it appointed', stranger, { roles: [given(stranger, declarer, { withPower: false })] }, {}],
    [
      'a commander whom a member of the named group appointed',
      stranger,
      { roles: [given(stranger, declarer, { withPower: false })], group: [declarer] },
      { isResponder: true, isLead: true },
    ],
    [
      'who was given a role by an earlier release, by the playbook’s people',
      stranger,
      { roles: [given(stranger, responder, { withPower: null })] },
      { isResponder: true, isLead: true },
    ],
    ['who was given a role by an earlier release, by anybody', stranger, { roles: [given(stranger, declarer, { withPower: null })] }, {}],
  ])('of %s', (_, id, facts, power) => {
    expect(powerOf(id, playbook, { oncall: [], roles: [], ...facts })).toEqual({ ...NONE, ...power });
  });

  it('is handed on by whoever has it, and by nobody else', () => {
    const facts = { oncall: [], roles: [given(stranger, responder)] };
    expect([stranger, responder, lead, declarer].map((id) => canGivePower(id, playbook, facts))).toEqual([true, true, true, false]);
    expect(canGivePower(declarer, playbook, { oncall: [declarer], roles: [] })).toBe(true);
  });
});

describe('who may see a private incident', () => {
  const sees = (id: string, given: { roles?: Partial<Record<Role, string>>; paged?: string[] } = {}) =>
    maySee({ ...incident, private: true }, { actor: memberHere(id), playbook, roles: {}, paged: [], ...given });

  it('its declarer, whoever holds a role or was paged, and the leads; nobody else', () => {
    expect(sees(declarer)).toBe(true);
    expect(sees(lead)).toBe(true);
    expect(sees(stranger, { roles: { scribe: stranger } })).toBe(true);
    expect(sees(stranger, { paged: [stranger] })).toBe(true);
    expect(sees(stranger)).toBe(false);
    expect(sees(responder)).toBe(false);
  });

  it('everybody, once it is public', () => {
    expect(maySee(incident, { actor: { kind: 'person', id: stranger, standing: 'outsider' }, playbook, roles: {}, paged: [] })).toBe(true);
  });
});

describe('a program', () => {
  const token = (may: Permission) => ({ kind: 'token', name: 'deploys', may }) as const;
  const works = (needed: Permission, may: Permission) => () => requirePermission(needed, { actor: token(may), playbook, incident });

  it('may do what its token was given, and what needs less', () => {
    expect(works('everyone', 'everyone')).not.toThrow();
    expect(works('responder', 'lead')).not.toThrow();
    expect(works('lead', 'responder')).toThrow(/This token may do what needs `responder`, and this needs `lead`/);
  });

  it('sees no private incident, whatever it may do, and has no power over production', () => {
    expect(maySee({ ...incident, private: true }, { actor: token('lead'), playbook, roles: {}, paged: [] })).toBe(false);
    expect(powerOf(writtenAs(token('lead')), playbook, { oncall: [responder], roles: [] })).toMatchObject({
      isResponder: false,
      isLead: false,
    });
  });

  it('and Bongsu itself are written as no person can be called', () => {
    expect([memberHere('U1'), token('lead'), { kind: 'system', name: 'alert:grafana' } as const].map(writtenAs)).toEqual([
      'U1',
      'token:deploys',
      'alert:grafana',
    ]);
  });
});
