import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';

/** Names that the program has and a playbook only uses: a wrong one is found when the playbook is read, with its line. */

const parsed = (from: string, to: string) => {
  const text = couponYml([from, to]);
  return () => parsePlaybook(text, 'coupon.yml', KNOWN_NAMES);
};

it('a way to page that nobody offers is refused, with the nearest and all there are', () => {
  const paging = '  paging:\n    order: [slack, pagerdty]\n  notify:';
  const refused = parsed('  notify:', paging);
  expect(refused).toThrow(/coupon\.yml:\d+.*team\.paging\.order/);
  expect(refused).toThrow(`"pagerdty" is not a way to page (${KNOWN_NAMES.pagers?.join(', ')}): did you mean "pagerduty"?`);
});

it('an inspector that nobody knows is refused, with the nearest', () => {
  expect(parsed('  inspect:', '  inspect:\n    F9: [redsi]')).toThrow(
    `"redsi" is not an inspector (${KNOWN_NAMES.inspectors?.join(', ')}): did you mean "redis"?`,
  );
});

it('without an order every way is used, and nothing of it is written in the playbook', () => {
  const { team } = parsePlaybook(COUPON_YML, 'coupon.yml', KNOWN_NAMES);
  expect(team.paging.order).toBeUndefined();
});
