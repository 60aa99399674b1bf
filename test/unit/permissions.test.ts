import type { Incident, Role } from '../../src/domain/incident.ts';
import { maySee, type Permission, requirePermission, type Standing } from '../../src/domain/permissions.ts';
import { bareIncident } from '../support/bare-incident.ts';
import { couponPlaybook } from '../support/shipped-playbook.ts';

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
    requirePermission(needed, { actor: { id, standing }, playbook, incident, roles, evenUnknown });
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
    ['lead', declarer, {}, true],
    ['lead', responder, { commander: stranger }, false],
    ['lead', lead, { commander: stranger }, true],
  ] as const)('%s for %s with roles %j: %p', (needed, who, roles, expected) => {
    expect(allowed(needed, who, roles)).toBe(expected);
  });

  it('what belongs to no incident has no commander to stand in for: leads do it, or responders where the playbook names no lead', () => {
    const ask = (id: string, leads = playbook.team.leads) =>
      requirePermission('lead', { actor: { id, standing: 'member' }, playbook: { ...playbook, team: { ...playbook.team, leads } } });
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

describe('who may see a private incident', () => {
  const sees = (id: string, given: { roles?: Partial<Record<Role, string>>; paged?: string[] } = {}) =>
    maySee({ ...incident, private: true }, { actor: { id, standing: 'member' }, playbook, roles: {}, paged: [], ...given });

  it('its declarer, whoever holds a role or was paged, and the leads; nobody else', () => {
    expect(sees(declarer)).toBe(true);
    expect(sees(lead)).toBe(true);
    expect(sees(stranger, { roles: { scribe: stranger } })).toBe(true);
    expect(sees(stranger, { paged: [stranger] })).toBe(true);
    expect(sees(stranger)).toBe(false);
    expect(sees(responder)).toBe(false);
  });

  it('everybody, once it is public', () => {
    expect(maySee(incident, { actor: { id: stranger, standing: 'outsider' }, playbook, roles: {}, paged: [] })).toBe(true);
  });
});
