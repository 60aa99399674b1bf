import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { httpUrl, secret, text } from '../accounts/shapes.ts';

const ofTheSame = worded(({ accounts }) => accounts.ofTheSame);

export const zoomAccount = account({
  title: 'Zoom',
  variables: {
    ZOOM_ACCOUNT_ID: {
      shape: text(),
      example: 'zoom-account-id',
      said: worded(({ accounts }) => accounts.zoomAccountId),
      asked: { key: 'zoomAccountId', text: 'Zoom account id of a Server-to-Server OAuth app', otherwise: 'no Zoom' },
    },
    ZOOM_CLIENT_ID: {
      shape: text(),
      example: 'zoom-client-id',
      said: ofTheSame,
      asked: { key: 'zoomClientId', text: 'Zoom client id' },
    },
    ZOOM_CLIENT_SECRET: {
      shape: secret('the client secret of a Server-to-Server OAuth app'),
      example: 'zoom-client-secret',
      said: ofTheSame,
      asked: { key: 'zoomClientSecret', text: 'Zoom client secret', secret: true },
    },
    ZOOM_API_URL: {
      shape: httpUrl('an http(s) address such as https://api.zoom.us'),
      usual: 'https://api.zoom.us',
      example: 'https://api.zoom.us',
      said: worded(({ accounts }) => accounts.zoomApiUrl),
    },
    ZOOM_AUTH_URL: {
      shape: httpUrl('an http(s) address such as https://zoom.us'),
      usual: 'https://zoom.us',
      example: 'https://zoom.us',
      said: worded(({ accounts }) => accounts.zoomAuthUrl),
    },
  },
  needs: ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'],
  settings: (v) => ({
    accountId: v.ZOOM_ACCOUNT_ID,
    clientId: v.ZOOM_CLIENT_ID,
    clientSecret: v.ZOOM_CLIENT_SECRET,
    apiUrl: v.ZOOM_API_URL,
    authUrl: v.ZOOM_AUTH_URL,
  }),
});
