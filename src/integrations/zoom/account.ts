import { account } from '../accounts/account.ts';
import { httpUrl, secret, text } from '../accounts/shapes.ts';

const ofTheSame = { en: 'of the same app', ko: '같은 앱의 값' };

export const zoomAccount = account({
  title: 'Zoom',
  variables: {
    ZOOM_ACCOUNT_ID: {
      shape: text(),
      example: 'zoom-account-id',
      said: {
        en: "of a Server-to-Server OAuth app; all three or none, and without them the playbook's fallback room is used",
        ko: 'Server-to-Server OAuth 앱의 계정 ID. 세 값을 모두 설정하거나 모두 비워 둡니다. 없으면 플레이북의 예비 회의실을 씁니다',
      },
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
      said: { en: 'where Zoom is', ko: 'Zoom 주소' },
    },
    ZOOM_AUTH_URL: {
      shape: httpUrl('an http(s) address such as https://zoom.us'),
      usual: 'https://zoom.us',
      example: 'https://zoom.us',
      said: { en: 'where Zoom gives tokens', ko: 'Zoom이 토큰을 발급하는 주소' },
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
