import { isAudienceDue } from '../../../src/domain/updates/audiences.ts';

const AT = new Date('2026-03-03T05:00:00Z');
const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const asked = { kind: 'update', severity: 'sev2', from: 'sev3', everyMs: 60 * 60_000, now: after(30) } as const;

describe('an audience is told', () => {
  it.each([
    ['the first update', { last: undefined }, true],
    ['no more before its time', { last: { at: AT, severity: 'sev2' } }, false],
    [
      'when its time has passed, some seconds early',
      { last: { at: AT, severity: 'sev2' }, now: new Date(after(60).getTime() - 5_000) },
      true,
    ],
    ['what became worse at once', { last: { at: AT, severity: 'sev3' } }, true],
    ['every update where it has no time of its own', { last: { at: AT, severity: 'sev2' }, everyMs: undefined }, true],
    ['nothing of what is less severe than it wants', { last: undefined, from: 'sev1' }, false],
    ['that it is over, when it heard of it', { kind: 'end', last: { at: AT, severity: 'sev1' }, from: 'sev1' }, true],
    ['nothing of an end of what it never heard of', { kind: 'end', last: undefined }, false],
  ] as const)('%s', (_, more, due) => {
    expect(isAudienceDue({ ...asked, ...more })).toBe(due);
  });
});
