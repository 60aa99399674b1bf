import { bridgeKind } from '../bridges/bridge-kind.ts';
import { zoomAccount } from './account.ts';
import { createZoom } from './zoom.ts';

export const zoomBridge = bridgeKind({
  title: 'Zoom',
  account: zoomAccount,
  askedHosts: { key: 'zoomHosts', text: 'Zoom users whose meetings are used (e-mail addresses, separated by commas)' },
  create: ({ clientSecret, ...settings }, options) => createZoom({ ...settings, clientSecret: clientSecret.reveal(), ...options }),
});
