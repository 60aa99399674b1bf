import { systemClock } from '../../domain/time/clock.ts';
import { placesOf, variablesOf } from '../../integrations/accounts/account.ts';
import { BRIDGES, findBridge } from '../../integrations/bridges/index.ts';
import type { Check } from './check.ts';

const subject = BRIDGES.map(({ title }) => title).join(', ');
const places = BRIDGES.flatMap(({ account }) => placesOf(account)).join(' and ');

/** Whether the bridge lets us in, and each host of the playbook. */
export const bridgeCheck: Check = {
  name: subject,
  address: `${places}, where they are set, and the way out of this machine`,
  async run({ config, playbook, log, timeoutMs }) {
    const { hosts, fallback } = playbook.team.bridge;
    const found = findBridge(config.accounts, { hosts, clock: systemClock, log, timeoutMs });
    const otherwise =
      fallback === undefined ? 'and team.bridge.fallback names no standing room either' : `incidents get the standing room ${fallback}`;
    // A team that meets in one room has all that it wants.
    if (!found && fallback !== undefined) return [{ level: 'ok', subject, text: `not set up; ${otherwise}` }];
    if (!found) {
      const set = BRIDGES.map(({ account }) => variablesOf(account)).join(', or ');
      return [{ level: 'warn', subject, text: `not set up, ${otherwise}. Set ${set} for a meeting each, or name a room.` }];
    }
    const { bridge, kind } = found;
    try {
      if (hosts.length === 0)
        return [{ level: 'fail', subject: kind.title, text: `team.bridge.hosts in the playbook names no host; ${otherwise}.` }];
      await bridge.warm();
      const checked = await bridge.checkHosts();
      return [
        { level: 'ok', subject: `${kind.title} token`, text: 'accepted' },
        ...checked.map(
          ({ host, ok, advice }) =>
            ({ level: ok ? (advice ? 'warn' : 'ok') : 'fail', subject: `${kind.title} host ${host}`, text: advice ?? 'may host' }) as const,
        ),
      ];
    } finally {
      bridge.close();
    }
  },
};
