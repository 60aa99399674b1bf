import { askedCause, isForPerson, sameCall, takenBy } from '../../../src/domain/paging/calls.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 3, 5, minute));
const page = (
  cause: string,
  { level = 'L1', created = 0, taken }: { level?: string; created?: number; taken?: [by: string, minute: number] } = {},
) => ({
  cause,
  level,
  createdAt: at(created),
  acknowledgedAt: taken ? at(taken[1]) : null,
  acknowledgedBy: taken ? taken[0] : null,
});

describe('a call', () => {
  const person = askedCause('command:7', 'person');

  it('is all of a level, whatever made its pages', () => {
    expect(sameCall(page('A1@1'), page('A1@1>U0MINJI'))).toBe(true);
    expect(sameCall(page('A1@1'), page(askedCause('command:8', 'level')))).toBe(true);
    expect(sameCall(page('A1@1'), page('A2@1', { level: 'L2' }))).toBe(false);
  });

  it('is one person who was asked for by name, and whoever that was handed over to', () => {
    expect(isForPerson(page(person))).toBe(true);
    expect(sameCall(page(person), page(`${person}>U0TAEHO`))).toBe(true);
    expect(sameCall(page(person), page(askedCause('command:9', 'person')))).toBe(false);
    expect(sameCall(page(person), page('A1@1'))).toBe(false);
    expect(sameCall(page('A1@1'), page(person))).toBe(false);
  });
});

describe('a page', () => {
  it('is taken by whoever of its call answered first', () => {
    const pages = [page('A3@1'), page('A3@1', { taken: ['U0SORA', 9] }), page('A3@1', { taken: ['U0HANA', 5] })];
    expect(takenBy(page('A3@1'), pages)).toEqual({ by: 'U0HANA', at: at(5) });
  });

  it('is not taken by what was answered before it was written, such as before the incident was reopened', () => {
    const answered = page('A1@1', { taken: ['U0MINJI', 5] });
    expect(takenBy(page('A1@2', { created: 20 }), [answered])).toBeUndefined();
    expect(takenBy(answered, [answered])).toEqual({ by: 'U0MINJI', at: at(5) });
  });

  it('is not taken by anybody of another call', () => {
    expect(takenBy(page('A1@1'), [page('A2@1', { level: 'L2', taken: ['U0SORA', 1] })])).toBeUndefined();
    expect(takenBy(page('A1@1'), [page(askedCause('command:7', 'person'), { taken: ['U0TAEHO', 1] })])).toBeUndefined();
  });
});
