import { PermanentError } from '../../../domain/errors.ts';
import { parsePlaybook } from '../../../domain/playbook/parse.ts';
import type { Sample } from '../../../domain/ports/metrics.ts';
import { doubtsOf } from '../../../domain/signals/doubts.ts';
import { systemClock } from '../../../domain/time/clock.ts';
import { createMetrics, METRICS_VENDORS } from '../../../integrations/metrics/index.ts';
import { doubtsInWords } from '../../doubts-in-words.ts';
import { askAccount } from '../ask-account.ts';
import type { Step, StepContext } from '../draft.ts';

/** Where the numbers come from. Queries that find nothing yet are no mistake: they are the team's to edit. */
export const metricsStep: Step = {
  title: 'Prometheus',
  async run(context) {
    const { asker, draft } = context;
    for (const { account, name, title } of METRICS_VENDORS) {
      const given = await askAccount(asker, account, async (variables) => {
        const { found, asked, doubts } = await tryQueries(context, name, variables);
        asker.say(`  ✓ ${title} answers; ${found} of ${asked} queries of the playbook find data`);
        if (found < asked) asker.say('  ! Edit the queries of the others under signals in the playbook; npm run doctor names them.');
        if (doubts) asker.say(`  ! Some of the answers are only a part of the whole: ${doubts}.`);
      });
      Object.assign(draft.variables, given);
    }
  },
};

async function tryQueries(
  { config, template, log, timeoutMs }: StepContext,
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ found: number; asked: number; doubts: string }> {
  const metrics = createMetrics(config(variables).accounts, { log });
  const at = systemClock.now();
  const queries = Object.values(parsePlaybook(template, 'coupon.yml').signals)
    .filter(({ source }) => source === name)
    .map(({ query }) => query);
  try {
    const source = metrics.source(name);
    const samples = await Promise.all(queries.map((query) => source.instant({ query, at, timeoutMs }).catch(refusal)));
    const refused = samples.filter((sample) => sample instanceof PermanentError);
    // One that it does not understand finds nothing; when it understands none, it is no Prometheus, or does not let us in.
    if (refused.length === queries.length && refused[0]) throw refused[0];
    const found = samples.filter((sample): sample is Sample => sample !== undefined && !(sample instanceof PermanentError));
    return { found: found.length, asked: queries.length, doubts: doubtsInWords(doubtsOf(...found)) };
  } finally {
    await metrics.close();
  }
}

/** That it does not answer at all is for the person who gave its address. */
function refusal(error: unknown): PermanentError {
  if (error instanceof PermanentError) return error;
  throw error;
}
