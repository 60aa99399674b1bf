/** A row of the process: a capital letter and a number, such as A1 or R12. L is kept for the on-call levels. */
export const ROW_ID = /^[A-KM-Z]\d{1,9}$/;

/** The same as a person types it, in capitals or not; and with something on the row's list, such as R3.timeouts or R3.2. */
export const TYPED_ROW = /^[a-km-z]\d{1,9}$/i;
export const TYPED_ITEM = /^[a-km-z]\d{1,9}(\.[a-z0-9-]{1,100})?$/i;

/** By letter, then by number: A2 comes before A10. */
export function compareRowIds(a: string, b: string): number {
  return a.slice(0, 1).localeCompare(b.slice(0, 1), 'en') || Number(a.slice(1)) - Number(b.slice(1)) || a.localeCompare(b, 'en');
}
