import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceOf } from '../../../sandbox/people.ts';
import { type Organisation, organisationOf } from '../../../src/domain/playbook/organisation.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { readOrganisation } from '../../../src/read-organisation.ts';
import { fire, TOKEN } from '../../support/scenario/alert-sender.ts';
import { type Edit, editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { SHOP_CHANNEL, SHOP_PEOPLE, SHOP_STATUS, threeServices } from '../../support/scenario/three-services.ts';

/** The shipped playbook, changed as others are, before there is an organisation. */
function couponAlone(): Organisation {
  return organisationOf(parsePlaybook(editedPlaybook(CALM.playbook), 'coupon.yml', KNOWN_NAMES));
}

/** A bot whose playbooks are files that a test changes. `begin`: what it starts with, before it reads them. */
async function written(
  edits: readonly Edit[] = CALM.playbook,
  { environment = {}, begin }: { environment?: Record<string, string>; begin?: Organisation } = {},
): Promise<{ s: Scenario; write: (edits: readonly Edit[]) => Promise<void>; file: (name: string) => string }> {
  const folder = join(process.env.TEST_RUN_DIR ?? '', `organisation-${randomUUID()}`);
  await mkdir(folder);
  const file = (name: string) => join(folder, name);
  const write = async (changes: readonly Edit[]) => {
    for (const { name, text } of threeServices(changes)) await writeFile(file(name), text);
  };
  await write(edits);
  const { users, channels } = workspaceOf(couponPlaybook());
  const all = [...users, ...Object.entries(SHOP_PEOPLE).map(([name, { slack: id, name: realName }]) => ({ name, id, realName }))];
  const members = all.map(({ name }) => name);
  const s = await scenario({
    ...CALM,
    environment: { ...CALM.environment, PLAYBOOK: folder, ...environment },
    overrides: { organisation: begin ?? (await readOrganisation(folder)) },
    slack: { users: all, channels: [...channels, SHOP_STATUS, SHOP_CHANNEL].map((channel) => ({ ...channel, members })) },
  });
  return { s, write, file };
}

const updateEvery = async (s: Scenario, id: number) => {
  const row = await s.app.runtime.storage.incidents.find(id);
  if (!row) throw new Error(`there is no incident #${id}`);
  return s.app.runtime.services.of(row).playbook.updates.every.sev1 / 60_000;
};

describe('a playbook that is changed while the bot runs', () => {
  it('counts from the next incident on; one under way keeps the playbook that it was opened with, also after a restart', async () => {
    const { s, write, file } = await written();
    await s.says('jisoo', 'open coupon sev1 Coupons late');
    expect(await s.app.reload()).toBe('same');
    await write([...CALM.playbook, set('updates.every.sev1', '10m')]);
    expect(await s.app.reload()).toBe('taken');
    await s.settle();
    await s.says('jisoo', 'open coupon sev1 Coupons wrong');
    expect([await updateEvery(s, 1), await updateEvery(s, 2)]).toEqual([30, 10]);
    expect((await s.says('jisoo', 'status #1')).answer).toMatch(/The playbook was changed since/);
    expect((await s.says('jisoo', 'status #2')).answer).not.toMatch(/The playbook was changed since/);

    await s.stopBot();
    await s.startBot({ organisation: await readOrganisation(file('')) });
    expect([await updateEvery(s, 1), await updateEvery(s, 2)]).toEqual([30, 10]);
    // Its updates keep their pace: the first after 30 minutes, that of the other after ten.
    s.takeAll();
    await s.advance('11m');
    expect(s.takeAll().filter(({ place, text }) => place === '#status' && /Update 1/.test(text))).toHaveLength(1);
    await s.advance('20m');
    s.takeAll();
  });

  it('that cannot be used is refused, said to the leads once with its lines, and the one in force stays', async () => {
    const { s, file, write } = await written();
    await writeFile(file('shop.yml'), '{ "version": 1, "team": "shopp" }');
    expect(await s.app.reload()).toBe('refused');
    expect(await s.app.reload()).toBe('refused');
    await s.settle();
    for (const lead of ['dohyun', 'lena']) {
      const told = s.expectDirect(lead, /cannot be used\. The one before stays in force/);
      expect(s.textNow(told)).toMatch(/shop\.yml:\d+: team: "shopp" is no team of organisation\.yml: did you mean "shop"\?/);
    }
    s.expectNothingElse();
    await s.says('jisoo', 'open shop sev2 Checkout fails');
    expect(await s.incident(1)).toMatchObject({ service: 'shop' });
    await write([...CALM.playbook, set('updates.every.sev1', '10m')]);
    expect(await s.app.reload()).toBe('taken');
    s.takeAll();
  });

  it('keeps an alert with its incident when one service becomes three', async () => {
    const { s } = await written(CALM.playbook, { environment: { ALERT_TOKEN: TOKEN }, begin: couponAlone() });
    const startsAt = s.now();
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, startsAt });
    expect(await s.incident(1)).toMatchObject({ service: 'coupon', dedupKey: 'alerts:service=coupon' });
    expect(await s.app.reload()).toBe('taken');
    expect(await s.incident(1)).toMatchObject({ dedupKey: 'alerts:coupon/service=coupon' });
    await fire(s, { name: 'LagAgain', labels: { severity: 'critical' } });
    await fire(s, { name: 'Lag', labels: { severity: 'critical' }, status: 'resolved', startsAt });
    expect((await s.app.runtime.storage.incidents.list(['open'], 10)).map(({ id }) => id)).toEqual([1]);
    s.takeAll();
  });
});
