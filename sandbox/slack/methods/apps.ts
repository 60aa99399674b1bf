import type { Method } from '../method.ts';

/** https://docs.slack.dev/reference/methods?query=apps */
export const appMethods: Record<string, Method> = {
  'apps.connections.open': {
    token: 'app',
    scopes: ['connections:write'],
    // How many a minute is not known well enough to count; a test injects the 429.
    tier: 'special',
    run: (_args, { sockets }) => ({ url: sockets.newAddress() }),
  },
};
