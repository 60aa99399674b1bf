import { systemClock } from '../domain/clock.ts';
import { createZoom } from '../integrations/zoom/index.ts';
import type { Check } from './check.ts';

/** The token, and each host of the playbook. */
export const zoomCheck: Check = {
  name: 'Zoom',
  address: 'ZOOM_API_URL and ZOOM_AUTH_URL, where they are set, and the way out of this machine',
  async run({ config, playbook, log, timeoutMs }) {
    const { hosts, fallback } = playbook.team.bridge;
    const subject = 'Zoom';
    const otherwise =
      fallback === undefined ? 'and team.bridge.fallback names no standing room either' : `incidents get the standing room ${fallback}`;
    if (config.zoom === undefined) {
      return [
        {
          level: 'warn',
          subject,
          text: `not set up; ${otherwise}. Set ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET for a meeting each.`,
        },
      ];
    }
    if (hosts.length === 0) return [{ level: 'fail', subject, text: `team.bridge.hosts in the playbook names no host; ${otherwise}.` }];
    const zoom = createZoom({ ...config.zoom, clientSecret: config.zoom.clientSecret.reveal(), hosts, clock: systemClock, log, timeoutMs });
    try {
      await zoom.warm();
      const checked = await zoom.checkHosts();
      return [
        { level: 'ok', subject: 'Zoom token', text: 'accepted' },
        ...checked.map(
          ({ host, ok, advice }) =>
            ({ level: ok ? (advice ? 'warn' : 'ok') : 'fail', subject: `Zoom host ${host}`, text: advice ?? 'may host' }) as const,
        ),
      ];
    } finally {
      zoom.close();
    }
  },
};
