import { PAGER_CHANNELS } from '../../../src/integrations/pagers/index.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';
import { environmentOf, startVendorStand, type VendorStand } from '../../support/servers/vendor-stand.ts';

/** Every way to page whose other side is read by others than the person paged, whichever there are. */
const SHARED = PAGER_CHANNELS.filter(({ shared }) => shared);

let stand: VendorStand;
beforeEach(async () => {
  stand = await startVendorStand();
  // It is enough that somebody came.
  stand.manner = 'cut';
});
afterEach(() => stand.close());

it.each(SHARED.map((kind) => [kind.name, kind] as const))(
  '%s is told nothing of a private incident, from the page to the end',
  async (name, { account }) => {
    const paging = { order: [name, 'slack'], webhook: `${stand.url}/pages` };
    const s = await scenario({
      ...CALM,
      environment: { ...CALM.environment, ...environmentOf([account], stand) },
      playbook: [...CALM.playbook, add('team.paging', paging)],
    });
    const { page } = await s.opens('sora', 'sev1 Leaked key --private');
    await s.clicks('minji', page, 'command.page-acknowledge');
    await s.says('sora', 'resolve #1');
    s.takeAll();
    expect(stand.visits).toBe(0);

    await s.says('sora', 'open sev1 Coupons late');
    expect(stand.visits).toBeGreaterThan(0);
    s.takeAll();
  },
);
