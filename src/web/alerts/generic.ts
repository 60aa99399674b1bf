import { genericReader } from '../../domain/alerts/read-generic.ts';
import { worded } from '../../languages/worded.ts';
import type { AlertFormat } from './alert-format.ts';

/** Anybody's JSON, read as the playbook's `alerts.generic` says; also what Amazon SNS delivers. */
export const generic: AlertFormat = {
  name: 'generic',
  title: worded(({ network }) => network.webhook),
  reader: ({ alerts }, deciding) => genericReader(alerts.generic, deciding),
};
