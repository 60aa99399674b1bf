import type { DatabaseTrouble } from '../../domain/process/database-trouble.ts';
import type { ReadinessCheck } from '../runtime/readiness.ts';

const SAID: Record<DatabaseTrouble, { code: string; text: string }> = {
  full: {
    code: 'disk-full',
    text: 'The disk of the database is full: nothing can be recorded, whoever asks is told so. Make room there; Bongsu goes on by itself.',
  },
  'read-only': {
    code: 'read-only',
    text: 'The database can only be read: nothing can be recorded. It is a replica, or somebody stopped writes; point DATABASE_URL at one that takes them.',
  },
  'held-up': { code: 'held-up', text: 'The database was too busy to say whether it can record anything.' },
  away: { code: 'away', text: 'The database was lost while it was asked whether it can record anything.' },
};

/** Whether what people and alerts say could be written down. */
export const recording: ReadinessCheck =
  ({ storage }) =>
  async () => {
    const trouble = await storage.writeTrouble();
    return trouble === undefined ? [] : [{ ...SAID[trouble], unready: trouble !== 'held-up' }];
  };
