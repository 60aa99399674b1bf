import { systemClock } from '../../domain/clock.ts';
import { PermanentError } from '../../domain/errors.ts';
import { parsePlaybook } from '../../domain/playbook/parse.ts';
import { createMetrics } from '../../integrations/metrics/index.ts';
import { askUntilGood } from '../ask.ts';
import type { Step, StepContext } from '../draft.ts';

/** Where the numbers come from. Queries that find nothing yet are no mistake: they are the team's to edit. */
export const metricsStep: Step = {
  title: 'Prometheus',
  async run(context) {
    const { asker, draft } = context;
    const url = await askUntilGood(
      asker,
      [{ key: 'prometheusUrl', text: 'Prometheus (http://…; user:password@ and :token@ work)', otherwise: 'no numbers for now' }],
      async ([answer = '']) => {
        const { found, asked } = await tryQueries(context, answer);
        asker.say(`  ✓ Prometheus answers; ${found} of ${asked} queries of the playbook find data`);
        if (found < asked) asker.say('  ! Edit the queries of the others under signals in the playbook; npm run doctor names them.');
        return answer;
      },
    );
    if (url !== undefined) draft.variables.PROMETHEUS_URL = url;
  },
};

async function tryQueries({ config, template, log, timeoutMs }: StepContext, url: string): Promise<{ found: number; asked: number }> {
  const metrics = createMetrics(config({ PROMETHEUS_URL: url }), { log });
  const at = systemClock.now();
  const queries = Object.values(parsePlaybook(template, 'coupon.yml').signals)
    .filter(({ source }) => source === 'prometheus')
    .map(({ query }) => query);
  try {
    const source = metrics.source('prometheus');
    const samples = await Promise.all(queries.map((query) => source.instant({ query, at, timeoutMs }).catch(refusal)));
    const refused = samples.filter((sample) => sample instanceof PermanentError);
    // One that it does not understand finds nothing; when it understands none, it is no Prometheus, or does not let us in.
    if (refused.length === queries.length && refused[0]) throw refused[0];
    return { found: samples.filter((sample) => sample !== undefined && !(sample instanceof PermanentError)).length, asked: queries.length };
  } finally {
    await metrics.close();
  }
}

/** That it does not answer at all is for the person who gave its address. */
function refusal(error: unknown): PermanentError {
  if (error instanceof PermanentError) return error;
  throw error;
}
