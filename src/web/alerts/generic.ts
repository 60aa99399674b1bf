import { readGeneric } from '../../domain/alerts/read-generic.ts';
import type { AlertFormat } from './alert-format.ts';

/** Anybody's JSON, read as the playbook's `alerts.generic` says. */
export const generic: AlertFormat = { name: 'generic', read: (body, playbook) => readGeneric(playbook.alerts.generic, body) };
