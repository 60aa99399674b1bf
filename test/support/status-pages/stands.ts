import { startCachet } from '../../../sandbox/status-pages/cachet.ts';
import { startInstatus } from '../../../sandbox/status-pages/instatus.ts';
import type { StatusPageStandIn } from '../../../sandbox/status-pages/stand-in-page.ts';
import { startStatuspage } from '../../../sandbox/status-pages/statuspage.ts';

/** What the cases of StatusPage must know of one vendor. */
export interface StatusPageStand {
  start(): Promise<StatusPageStandIn>;
  /** Sets it up at its stand-in. */
  environment(url: string): Record<string, string>;
  /** The same with a token that is refused. */
  wrong: Record<string, string>;
  /** Ids of components that it has. */
  components: readonly [string, string];
  /** The calls that create an incident, add an update and read one. */
  calls: { create: string; add: string; read: string };
  /** What a component that is down is called. */
  down: string;
  up: string;
  /** The words of a stage. */
  stage: { investigating: string; monitoring: string };
}

const TOKEN = 'stand-in-token-0123456789';
const WRONG = 'wrong-token-0123456789';

/** By the name of the vendor; `test/contracts/status-pages` fails for one that is missing here. */
export const STATUS_PAGE_STANDS: Readonly<Record<string, StatusPageStand>> = {
  statuspage: {
    start: () => startStatuspage({ token: TOKEN, components: ['ftgks51sfs2d', 'b13yz5g2cw10'] }),
    environment: (url) => ({ STATUSPAGE_API_KEY: TOKEN, STATUSPAGE_PAGE_ID: 'kctbh9vrtdwd', STATUSPAGE_API_URL: url }),
    wrong: { STATUSPAGE_API_KEY: WRONG },
    components: ['ftgks51sfs2d', 'b13yz5g2cw10'],
    calls: { create: 'POST /incidents', add: 'PATCH /incidents/:id', read: 'GET /incidents/:id' },
    down: 'major_outage',
    up: 'operational',
    stage: { investigating: 'investigating', monitoring: 'monitoring' },
  },
  instatus: {
    start: () => startInstatus({ token: TOKEN, components: ['ckf01fvnxywz60a35saf6vgj', 'ckf01fvnxywz60a35saf6vgk'] }),
    environment: (url) => ({ INSTATUS_API_KEY: TOKEN, INSTATUS_PAGE_ID: 'cl4wjn6c8000309l8h2rgd9wx', INSTATUS_API_URL: url }),
    wrong: { INSTATUS_API_KEY: WRONG },
    components: ['ckf01fvnxywz60a35saf6vgj', 'ckf01fvnxywz60a35saf6vgk'],
    calls: { create: 'POST /incidents', add: 'POST /incidents/:id/incident-updates', read: 'GET /incidents/:id' },
    down: 'MAJOROUTAGE',
    up: 'OPERATIONAL',
    stage: { investigating: 'INVESTIGATING', monitoring: 'MONITORING' },
  },
  cachet: {
    start: () => startCachet({ token: TOKEN, components: ['1', '2'] }),
    environment: (url) => ({ CACHET_TOKEN: TOKEN, CACHET_URL: url }),
    wrong: { CACHET_TOKEN: WRONG },
    components: ['1', '2'],
    calls: { create: 'POST /incidents', add: 'POST /incidents/:id/updates', read: 'GET /incidents/:id' },
    down: '4',
    up: '1',
    stage: { investigating: '1', monitoring: '3' },
  },
};
