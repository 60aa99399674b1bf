import { declared, loadConfig, mistypedNames, VARIABLES } from '../../../src/config.ts';
import { examplesOf } from '../../../src/integrations/accounts/account.ts';
import { ACCOUNTS } from '../../../src/integrations/accounts/every-account.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-abcdef', SLACK_APP_TOKEN: 'xapp-1-abcdef' };

describe('what the environment says', () => {
  it('is declared by one account only', () => {
    const names = ACCOUNTS.flatMap(({ variables }) => Object.keys(variables));
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    expect(VARIABLES).toEqual(expect.arrayContaining(names));
  });

  it.each(VARIABLES)('%s takes its own example and its default, and names neither in words that it refuses', (name) => {
    const { shape, example, usual } = declared(name);
    for (const value of [example, ...(usual === undefined ? [] : [usual])])
      expect(shape.schema.safeParse(value).error?.issues).toBeUndefined();
  });

  it('sets up every account from the examples', () => {
    const { accounts } = loadConfig(Object.assign({}, ...ACCOUNTS.map(examplesOf)));
    for (const account of ACCOUNTS) expect([account.title, accounts.of(account)]).toEqual([account.title, expect.anything()]);
  });

  it.each(ACCOUNTS.filter(({ needs }) => needs.length > 1).map((account) => [account.title, account] as const))(
    '%s is set up whole or not at all',
    (_, account) => {
      const [first = '', ...rest] = account.needs;
      expect(() => loadConfig({ ...SLACK, [first]: examplesOf(account)[first] })).toThrow(
        new RegExp(rest.map((name) => `${name}: found nothing; wanted a value, since ${first} is set`).join('[^]*')),
      );
    },
  );

  it.each(ACCOUNTS.flatMap(({ variables }) => Object.entries(variables)).filter(([, { shape }]) => shape.secret))(
    '%s is a secret: never shown, and hidden however the configuration is printed',
    (name, { example }) => {
      const config = loadConfig({
        ...Object.assign({}, ...ACCOUNTS.map(examplesOf)),
        ...SLACK,
        ...(name.startsWith('SLACK') ? {} : { [name]: example }),
      });
      expect(JSON.stringify([config, config.accounts.all()])).not.toContain(JSON.stringify(example).slice(1, -1));
    },
  );
});

describe('a name that looks mistyped', () => {
  it.each([
    ['SLACK_BOT_TOKN', 'SLACK_BOT_TOKEN'],
    ['PROMETHEUS_URI', 'PROMETHEUS_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['ZOOM_CLIENT_SECERT_FILE', 'ZOOM_CLIENT_SECRET_FILE'],
  ])('%s is told from %s', (name, meant) => {
    expect(mistypedNames({ [name]: 'x' })).toEqual([{ name, meant }]);
  });

  it.each(['PATH', 'PORTS', 'HOME', 'NODE_ENV', 'TWILIO_EDGE', 'KUBERNETES_SERVICE_HOST', 'PGPASSWORD'])(
    '%s is somebody else’s',
    (name) => {
      expect(mistypedNames({ [name]: 'x' })).toEqual([]);
    },
  );

  it('is nobody’s slip when what was meant is set', () => {
    expect(mistypedNames({ PROMETHEUS_URI: 'http://a', PROMETHEUS_URL: 'http://a' })).toEqual([]);
  });

  it('is named where something is missing', () => {
    expect(() => loadConfig({ SLACK_APP_TOKEN: 'xapp-1-abcdef', SLACK_BOT_TOKN: 'xoxb-1-abcdef' })).toThrow(
      /SLACK_BOT_TOKEN: found nothing; wanted .*; SLACK_BOT_TOKN is set, did you mean SLACK_BOT_TOKEN\?/,
    );
  });
});
