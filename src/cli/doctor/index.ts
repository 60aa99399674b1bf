import { alertsCheck } from './alerts.ts';
import { analysisCheck } from './analysis.ts';
import { bridgeCheck } from './bridge.ts';
import { chartsCheck } from './charts.ts';
import { type Check, type CheckContext, type Finding, whyNot } from './check.ts';
import { mailCheck } from './mail.ts';
import { metricsCheck } from './metrics.ts';
import { mitigationsCheck } from './mitigations.ts';
import { oncallCheck } from './oncall.ts';
import { pagersCheck } from './pagers.ts';
import { peopleCheck } from './people.ts';
import { slackCheck } from './slack.ts';
import { SOURCE_CHECKS } from './sources.ts';
import { statusPagesCheck } from './status-pages.ts';
import { postgresCheck, redisCheck } from './stores.ts';
import { helpDesksCheck, socialNetworksCheck } from './told-elsewhere.ts';
import { writtenOnceCheck } from './written-once.ts';

/** What `npm run doctor` looks at, one line each. */
const CHECKS: readonly Check[] = [
  slackCheck,
  bridgeCheck,
  metricsCheck,
  ...SOURCE_CHECKS,
  postgresCheck,
  redisCheck,
  writtenOnceCheck,
  analysisCheck,
  mitigationsCheck,
  peopleCheck,
  oncallCheck,
  pagersCheck,
  statusPagesCheck,
  socialNetworksCheck,
  helpDesksCheck,
  mailCheck,
  alertsCheck,
  chartsCheck,
];

/** Every finding of every check; a check that fails as a whole is one finding, and stops no other. */
export async function examine(context: CheckContext, checks: readonly Check[] = CHECKS): Promise<Finding[]> {
  const findings = await Promise.all(
    checks.map((check) =>
      check.run(context).catch((error: unknown): Finding[] => [{ level: 'fail', subject: check.name, text: whyNot(error, check.address) }]),
    ),
  );
  return findings.flat();
}
