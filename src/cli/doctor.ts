import { readCommandLine } from '../command-line.ts';
import { ConfigError, loadConfig, mistypedNames, secretsIn } from '../config.ts';
import { errorText, UserError } from '../domain/errors.ts';
import { useEnvFile } from '../env-file.ts';
import { createLog } from '../integrations/log.ts';
import { createMask } from '../integrations/mask.ts';
import { readOrganisation } from '../read-organisation.ts';
import type { Finding, Trial } from './doctor/check.ts';
import { examine } from './doctor/index.ts';

const USAGE = `npm run doctor                        looks at everything that the next incident needs; changes nothing
npm run doctor -- --json              the same for a program
npm run doctor -- --create-channel    creates a channel too, to see whether the workspace allows it, and archives it

Exit code 1: something failed.
`;
const TIMEOUT_MS = 5_000;
const SYMBOLS = { ok: '✓ ok  ', warn: '! warn', fail: '✗ FAIL' } as const;

/** Everything that can be seen from here about whether the next incident will go well; changes nothing but what `trials` allow. */
async function diagnose(
  trials: ReadonlySet<Trial>,
): Promise<{ findings: Finding[]; hint?: string | undefined; mask: (text: string) => string }> {
  let mask = createMask([]);
  try {
    useEnvFile();
    const config = loadConfig();
    mask = createMask(secretsIn(config));
    const { services } = await readOrganisation(config.playbook);
    const log = createLog({ level: 'silent' });
    const found: [string, Finding[]][] = [];
    // One after the other: what looks at the workspace must not be asked by all of them at once.
    for (const playbook of services)
      found.push([playbook.service.key, await examine({ config, playbook, log, timeoutMs: TIMEOUT_MS, trials })]);
    return {
      mask,
      findings: [
        { level: 'ok', subject: 'Configuration', text: 'complete' },
        ...mistypedNames().map(
          ({ name, meant }) => ({ level: 'warn', subject: name, text: `nothing reads it: did you mean ${meant}?` }) as const,
        ),
        { level: 'ok', subject: 'Playbook', text: config.playbook },
        ...together(found),
      ],
    };
  } catch (error) {
    if (error instanceof ConfigError) {
      return {
        mask,
        hint: error.hint,
        findings: error.problems.map(({ name, found, wanted }) => ({
          level: 'fail',
          subject: name,
          text: `found ${found}; wanted ${wanted}`,
        })),
      };
    }
    const subject = error instanceof UserError ? 'Configuration' : 'Playbook';
    return { mask, findings: [{ level: 'fail', subject, text: errorText(error) }] };
  }
}

/** What is said of every service stands once; what is not, with the service's key before it. */
function together(found: readonly (readonly [service: string, findings: readonly Finding[]])[]): Finding[] {
  const seen = new Map<string, { finding: Finding; services: string[] }>();
  for (const [service, findings] of found) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      seen.set(key, { finding, services: [...(seen.get(key)?.services ?? []), service] });
    }
  }
  return [...seen.values()].map(({ finding, services }) =>
    services.length === found.length ? finding : { ...finding, subject: `${services.join(', ')}: ${finding.subject}` },
  );
}

const flag = { type: 'boolean', default: false } as const;
const { values } = readCommandLine({ usage: USAGE, options: { json: flag, 'create-channel': flag } });
const { findings, hint, mask } = await diagnose(new Set(values['create-channel'] ? (['create-channel'] as const) : []));
const failed = findings.filter(({ level }) => level === 'fail').length;
const warned = findings.filter(({ level }) => level === 'warn').length;
const lines = values.json
  ? JSON.stringify({ ok: failed === 0, findings }, null, 2)
  : [
      ...findings.map(({ level, subject, text }) => `${SYMBOLS[level]}  ${subject}: ${text}`),
      '',
      ...(hint === undefined ? [] : [hint]),
      summary(),
    ].join('\n');
process.stdout.write(`${mask(lines)}\n`);
process.exitCode = failed === 0 ? 0 : 1;

function summary(): string {
  if (failed > 0) return `${failed} failed, ${warned} to look at.`;
  return warned > 0 ? `Ready, with ${warned} to look at.` : 'Ready.';
}
