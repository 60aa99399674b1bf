import type { Organisation } from '../../../src/domain/playbook/organisation.ts';
import { parseOrganisation } from '../../../src/domain/playbook/parse-organisation.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { type Edit, editedPlaybook } from './edit-playbook.ts';

type Fields = Record<string, unknown>;

/** Who is in Slack besides the people of the shipped playbook: the shop's own team, and its channels. */
export const SHOP_PEOPLE = {
  mira: { slack: 'U0MIRA', name: 'Mira Vogel', email: 'mira@example.com' },
  teo: { slack: 'U0TEO', name: 'Teo Brandt', email: 'teo@example.com' },
  lena: { slack: 'U0LENA', name: 'Lena Fuchs', email: 'lena@example.com' },
};
export const SHOP_STATUS = { name: 'shop-status', id: 'C0SHOPSTATUS' };
export const SHOP_CHANNEL = { name: 'shop', id: 'C0SHOP' };

/**
 * The files of an organisation with two teams and three services: the shipped `coupon`, and `shop` and `batch` of a team of their own, which are watched alike. What is changed, is changed in all of
 * them.
 */
export function threeServices(edits: readonly Edit[] = []): { name: string; text: string }[] {
  const { team, ...coupon } = JSON.parse(editedPlaybook(edits)) as Fields & { team: Fields & { people: Fields }; service: Fields };
  const { oncall, notify, leads, people, channels, ...shared } = team;
  const organisation = {
    version: 1,
    organisation: { ...shared, people: { ...people, ...SHOP_PEOPLE }, notify: { responders: [], qa: [], planning: [] } },
    teams: {
      coupons: { oncall, notify, leads, channels },
      shop: {
        oncall: { L1: ['mira'], L2: ['teo'], operations: ['mira', 'teo'] },
        leads: ['lena'],
        channels: { status: SHOP_STATUS.id, name: '{prefix}-{number}-{service}-{title}' },
      },
    },
    services: { default: 'coupon', routes: [{ match: { namespace: '/batch-.*/' }, service: 'batch' }] },
  };
  // What the shop's playbooks name must be people and mitigations of theirs.
  const { followUps: _, analysis, ...common } = coupon as Fields & { analysis?: Fields };
  const shop = { ...common, followUps: {}, analysis: { ...analysis, review: [] } };
  const written = {
    'organisation.yml': organisation,
    'batch.yml': { ...shop, team: 'shop', service: { key: 'batch', name: { en: 'Nightly batch', ko: '야간 배치' } } },
    'coupon.yml': { ...coupon, team: 'coupons' },
    'shop.yml': { ...shop, team: 'shop', service: { key: 'shop', name: { en: 'Web shop', ko: '웹 상점' }, channels: [SHOP_CHANNEL.id] } },
  };
  return Object.entries(written).map(([name, content]) => ({ name, text: JSON.stringify(content, null, 2) }));
}

/** The same, as the bot uses it. */
export function threeServicesParsed(edits: readonly Edit[] = []): Organisation {
  return parseOrganisation(threeServices(edits), KNOWN_NAMES);
}
