import type { NewIncident } from '../../../src/storage/tables/incident/incidents.ts';

/** An incident as a row, without anything that declaring would set off. */
export function bareIncident(now: Date, given: Partial<NewIncident> = {}): NewIncident {
  const began = { detectedAt: now, onsetAt: now, clockStartedAt: now };
  const rest = {
    service: 'coupon',
    playbookVersion: null,
    title: 'Coupons late',
    severity: 'sev2',
    scenario: null,
    private: false,
    dedupKey: null,
  } as const;
  return { ...began, ...rest, declaredBy: 'U0MINJI', declaredVia: 'slack', ...given };
}
