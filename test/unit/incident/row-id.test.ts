import { compareRowIds, ROW_ID, TYPED_ITEM, TYPED_ROW } from '../../../src/domain/deadlines/row-id.ts';

describe('a row of the process', () => {
  it.each(['A1', 'A10', 'R12', 'X310'])('%s is one, typed in capitals or not, and may have a list', (id) => {
    expect(ROW_ID.test(id)).toBe(true);
    for (const typed of [id, id.toLowerCase()]) expect(TYPED_ROW.test(typed)).toBe(true);
    for (const item of [id, `${id}.2`, `${id}.pool-size`, id.toLowerCase()]) expect(TYPED_ITEM.test(item)).toBe(true);
  });

  it.each(['', 'A', '1A', 'AA1', 'L1', 'l1', 'A1.2', 'A1b', '가1', 'A-1', 'A1\n'])('%j is none', (typed) => {
    expect(ROW_ID.test(typed) || TYPED_ROW.test(typed)).toBe(false);
  });

  it('comes after those of smaller numbers', () => {
    expect(['R2', 'A10', 'A2', 'A1', 'R12'].sort(compareRowIds)).toEqual(['A1', 'A2', 'A10', 'R2', 'R12']);
  });
});
