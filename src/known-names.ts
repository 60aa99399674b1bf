import type { KnownNames } from './domain/playbook/cross-check.ts';
import { checkQuery, METRICS_VENDORS } from './integrations/metrics/index.ts';

/** What a playbook may name because this program has it. */
export const KNOWN_NAMES: KnownNames = { sources: METRICS_VENDORS.map(({ name }) => name), checkQuery };
