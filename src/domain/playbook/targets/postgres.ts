import { z } from 'zod';
import { worded } from '../../../languages/worded.ts';
import { verbatim } from '../../language/verbatim.ts';
import { targetKind } from './target-kind.ts';

export const postgresTarget = targetKind({
  schema: z.strictObject({
    setting: z
      .string()
      .regex(/^[a-z][a-z0-9_.]*$/, 'is not the name of a setting')
      .optional()
      .describe('The name of a setting, as SHOW takes it; either this or sessions.'),
    role: z.string().min(1).optional().describe('The setting is that of a role; otherwise of the whole server.'),
    sessions: z.string().min(1).optional().describe('Name of the database whose sessions may be ended.'),
  }),
  said: 'The Postgres at MITIGATE_DATABASE_URL.',
  title({ setting = '', role, sessions }) {
    if (sessions !== undefined) return worded(({ rules }) => rules.sessionsOf(sessions));
    return role === undefined ? verbatim(setting) : worded(({ rules }) => rules.ofTheRole(setting, role));
  },
  trouble({ setting, role, sessions }) {
    if ((setting === undefined) === (sessions === undefined)) return 'name either a setting or the database whose sessions may be ended';
    return role !== undefined && setting === undefined ? 'a role belongs to a setting' : undefined;
  },
});
