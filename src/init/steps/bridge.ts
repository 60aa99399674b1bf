import { systemClock } from '../../domain/clock.ts';
import { OperatorError } from '../../domain/errors.ts';
import { createZoom } from '../../integrations/zoom/index.ts';
import { askUntilGood, mustAnswer } from '../ask.ts';
import type { Step, StepContext } from '../draft.ts';

/** Zoom, and a standing room for when it refuses; either may be left out. */
export const bridgeStep: Step = {
  title: 'Bridge',
  async run(context) {
    const { asker, draft } = context;
    const credentials = await askUntilGood(
      asker,
      [
        { key: 'zoomAccountId', text: 'Zoom account id of a Server-to-Server OAuth app', otherwise: 'no Zoom' },
        { key: 'zoomClientId', text: 'Zoom client id' },
        { key: 'zoomClientSecret', text: 'Zoom client secret', secret: true },
      ],
      async ([account = '', client = '', secret = '']) => {
        const given = { ZOOM_ACCOUNT_ID: account, ZOOM_CLIENT_ID: client, ZOOM_CLIENT_SECRET: secret };
        await withZoom(context, given, [], (zoom) => zoom.warm());
        asker.say('  ✓ Zoom gives a token');
        return given;
      },
    );
    if (credentials) {
      draft.team.hosts = await mustAnswer(
        asker,
        { key: 'zoomHosts', text: 'Zoom users whose meetings are used (e-mail addresses, separated by commas)' },
        (answer) => hosts(context, credentials, answer),
      );
      Object.assign(draft.variables, credentials);
    }
    const fallback = await askUntilGood(
      asker,
      [{ key: 'fallback', text: 'A standing meeting room for when Zoom refuses (URL)', otherwise: 'none' }],
      ([answer = '']) => {
        if (!URL.canParse(answer) || !/^https?:$/.test(new URL(answer).protocol))
          throw new OperatorError('no_url', `"${answer}" is no web address.`);
        return answer;
      },
    );
    if (fallback !== undefined) draft.team.fallback = fallback;
    if (!credentials && fallback === undefined) asker.say('  ! Incidents will have no bridge: no Zoom and no standing room.');
  },
};

/** The hosts, after Zoom knew each of them. */
async function hosts(context: StepContext, credentials: Record<string, string>, answer: string): Promise<string[]> {
  const named = answer
    .split(',')
    .map((host) => host.trim())
    .filter(Boolean);
  if (named.length === 0 || named.some((host) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(host)))
    throw new OperatorError('no_host', 'Wanted e-mail addresses, separated by commas.');
  const checked = await withZoom(context, credentials, named, (zoom) => zoom.checkHosts());
  const refused = checked.filter(({ ok }) => !ok);
  if (refused.length > 0)
    throw new OperatorError('no_host', refused.map(({ host, advice }) => advice ?? `${host} may not host.`).join(' '));
  for (const { host, advice } of checked) context.asker.say(advice === undefined ? `  ✓ ${host} may host` : `  ! ${advice}`);
  return named;
}

async function withZoom<T>(
  { config, log, timeoutMs }: StepContext,
  credentials: Record<string, string>,
  named: readonly string[],
  ask: (zoom: ReturnType<typeof createZoom>) => Promise<T>,
): Promise<T> {
  const account = config(credentials).zoom;
  if (account === undefined) throw new Error('Zoom is not set up although every variable of it is given');
  const zoom = createZoom({ ...account, clientSecret: account.clientSecret.reveal(), hosts: named, clock: systemClock, log, timeoutMs });
  try {
    return await ask(zoom);
  } finally {
    zoom.close();
  }
}
