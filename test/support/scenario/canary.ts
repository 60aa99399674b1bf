import { readFile, writeFile } from 'node:fs/promises';
import { each, editedPlaybook } from './edit-playbook.ts';
import { CALM, type Scenario, type ScenarioOptions, scenario } from './scenario.ts';

/** What is said of a mitigation of the playbook, over what it says already. */
export type Saying = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * A scenario in which the lock's script is tried for twenty seconds on a share of the acquisitions before it is switched to, and nobody must approve that: five actions with a wait
 * between them, on the controls of the simulated service.
 */
export async function withCanary(saying: Saying = {}, options: Partial<ScenarioOptions> = {}): Promise<Scenario> {
  const s = await scenario({ ...CALM, ...options, start: false });
  await say(s, {
    'redefine-lock-script': { with: { version: 'atomic', canary: 0.1, canarySeconds: 20 }, guard: {} },
    ...saying,
  });
  await s.startBot();
  return s;
}

/** The service takes this call, after so many others of it, and answers once it is released. */
export function holdCall(
  s: Scenario,
  call: string,
  { after = 0 }: { after?: number } = {},
): { reached: Promise<void>; release: () => void } {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    let left = after;
    const when = () => {
      if (left-- > 0) return false;
      resolve();
      return true;
    };
    s.world.coupon.faults.inject({ call, times: 1, when, fault: { kind: 'slow', ms: 0, until } });
  });
  return { reached, release };
}

/** Writes into the playbook with which the next bot of this scenario starts. */
export async function say(s: Scenario, saying: Saying): Promise<void> {
  const path = s.world.environment.PLAYBOOK ?? '';
  const edits = Object.entries(saying).map(([name, changes]) => each<object>(`mitigations.${name}`, (said) => ({ ...said, ...changes })));
  await writeFile(path, editedPlaybook(edits, await readFile(path, 'utf8')));
}
