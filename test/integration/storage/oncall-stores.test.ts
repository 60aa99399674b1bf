import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);
let database: FreshDatabase;
let storage: Storage;

beforeAll(async () => {
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }) });
});
afterAll(async () => {
  await storage.close();
  await database.drop();
});

describe('overrides of the on-call schedule', () => {
  const put = (level: 'L1' | 'L2', userId: string, from: string, to: string) =>
    storage.oncallOverrides.add({
      team: 'coupons',
      level,
      userId,
      startsAt: at(from),
      endsAt: at(to),
      createdBy: 'U0LEAD',
      createdAt: at(from),
    });
  const users = async (time: string) => (await storage.oncallOverrides.notOver('coupons', at(time))).map(({ userId }) => userId);

  it('are found until they are over, in the order in which they were made', async () => {
    const first = await put('L1', 'U0LATE', '10:00', '14:00');
    expect(first).toMatchObject({ id: expect.any(Number), level: 'L1', userId: 'U0LATE', endsAt: at('14:00') });
    await put('L1', 'U0SOON', '09:00', '11:00');
    await put('L2', 'U0TWO', '09:00', '12:00');
    expect(await users('08:00')).toEqual(['U0LATE', 'U0SOON', 'U0TWO']);
    expect(await users('11:00')).toEqual(['U0LATE', 'U0TWO']);
    expect(await users('14:00')).toEqual([]);
  });

  it('end at once when they are taken back, the others go on', async () => {
    expect(await storage.oncallOverrides.endAll('coupons', ['L1'], at('10:30'))).toBe(2);
    expect(await users('10:30')).toEqual(['U0TWO']);
    expect(await users('10:00')).toEqual(['U0LATE', 'U0SOON', 'U0TWO']);
    expect(await storage.oncallOverrides.endAll('coupons', ['L1'], at('10:30'))).toBe(0);
  });

  it('belong to one team: another one has neither their people nor their end', async () => {
    expect(await storage.oncallOverrides.notOver('shop', at('10:00'))).toEqual([]);
    expect(await storage.oncallOverrides.endAll('shop', ['L1', 'L2'], at('10:00'))).toBe(0);
    expect(await users('10:00')).toEqual(['U0LATE', 'U0SOON', 'U0TWO']);
  });

  it('that would still begin never do', async () => {
    await put('L2', 'U0FUTURE', '20:00', '21:00');
    expect(await storage.oncallOverrides.endAll('coupons', ['L1', 'L2'], at('13:00'))).toBe(1);
    expect(await users('13:00')).not.toContain('U0FUTURE');
    expect(await users('20:30')).not.toContain('U0FUTURE');
  });

  it('cannot end before they begin', async () => {
    await expect(put('L1', 'U0NEVER', '11:00', '10:00')).rejects.toThrow(/check/);
  });
});

it('user groups are remembered as Slack last named them', async () => {
  expect(await storage.userGroups.find('S0GROUP')).toBeUndefined();
  await storage.userGroups.remember({ id: 'S0GROUP', members: ['U0A', 'U0B'], readAt: at('10:00') });
  await storage.userGroups.remember({ id: 'S0GROUP', members: ['U0B'], readAt: at('10:05') });
  expect(await storage.userGroups.find('S0GROUP')).toEqual({ id: 'S0GROUP', members: ['U0B'], readAt: at('10:05') });
});
