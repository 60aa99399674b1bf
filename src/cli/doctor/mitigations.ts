import { secretsIn } from '../../config.ts';
import { errorText } from '../../domain/errors.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { createExecutors } from '../../integrations/executors/index.ts';
import { createMask } from '../../integrations/mask.ts';
import { systemRandom } from '../../system-random.ts';
import type { Check, CheckContext, Finding } from './check.ts';
import { whoMay } from './who-may.ts';

/** For each mitigation: whether it may be run, by whom, and against what, its targets read once. Changes nothing. */
export const mitigationsCheck: Check = {
  name: 'Mitigations',
  async run(context) {
    const { config, playbook, log } = context;
    const executors = createExecutors(config.accounts, {
      clock: systemClock,
      log,
      mask: createMask(secretsIn(config)),
      random: systemRandom,
    });
    try {
      const findings = Object.entries(playbook.mitigations).map(async ([name, spec]): Promise<Finding> => {
        const subject = `mitigation ${name}`;
        if (!spec.enabled) return { level: 'ok', subject, text: 'off: the playbook does not allow it (`enabled: true` would)' };
        const read = await Promise.all(spec.on.map((target) => readDial(executors.dial(target), context)));
        const level = read.some(({ ok }) => !ok) ? 'fail' : 'ok';
        return { level, subject, text: [whoMay(spec), ...read.map(({ text }) => text)].join('; ') };
      });
      return await Promise.all(findings);
    } finally {
      await executors.close();
    }
  },
};

async function readDial(
  dial: ReturnType<ReturnType<typeof createExecutors>['dial']>,
  { timeoutMs }: CheckContext,
): Promise<{ ok: boolean; text: string }> {
  try {
    const { value } = await dial.read({ timeoutMs });
    return { ok: true, text: `${dial.where} is ${value === null ? 'not set' : String(value)}` };
  } catch (error) {
    return { ok: false, text: `${dial.where} cannot be read: ${errorText(error)}` };
  }
}
