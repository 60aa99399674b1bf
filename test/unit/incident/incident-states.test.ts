import fc from 'fast-check';
import { ACTIVE_STATES, ESCALATING_STATES, legalMoves, MOVES, statesAfter } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES, type IncidentState } from '../../../src/domain/incident/states.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

describe('the states of an incident', () => {
  it.each([
    ['open', ['mitigated', 'resolve', 'cancel']],
    ['reopened', ['mitigated', 'resolve', 'cancel']],
    ['mitigated', ['resolve', 'cancel', 'reopen']],
    ['resolved', ['close', 'reopen']],
    ['closed', ['reopen']],
    ['cancelled', []],
  ] as const)('from %s lead exactly these moves: %j', (state, moves) => {
    expect(legalMoves(state)).toEqual(moves);
  });

  it('passes through mitigated when it is resolved straight away', () => {
    expect(statesAfter('open', 'resolve')).toEqual(['mitigated', 'resolved']);
    expect(statesAfter('reopened', 'resolve')).toEqual(['mitigated', 'resolved']);
    expect(statesAfter('mitigated', 'resolve')).toEqual(['resolved']);
  });

  it('refuses every other move with a message that names all that are possible and none that is not', () => {
    for (const state of INCIDENT_STATES) {
      for (const move of MOVES.filter((it) => !legalMoves(state).includes(it))) {
        const refused = (): unknown => statesAfter(state, move);
        expect(refused).toThrow(expect.objectContaining({ name: 'UserError', code: 'illegal_move' }));
        for (const possible of legalMoves(state)) expect(refused).toThrow(`\`${possible}\``);
      }
    }
  });

  it('never leaves a false alarm, and is never open again except as reopened', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 12 }), (moves) => {
        let state: IncidentState = 'open';
        for (const move of moves) {
          const before: IncidentState = state;
          if (!legalMoves(state).includes(move)) continue;
          state = statesAfter(state, move).at(-1) ?? state;
          expect(before).not.toBe('cancelled');
          expect(state).not.toBe('open');
          if (move === 'reopen') expect(state).toBe('reopened');
        }
      }),
    );
  });

  it('escalates only while it is active', () => {
    for (const state of ESCALATING_STATES) expect(ACTIVE_STATES).toContain(state);
    expect(ACTIVE_STATES).not.toContain('resolved');
    expect(ESCALATING_STATES).not.toContain('mitigated');
  });
});
