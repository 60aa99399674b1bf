import { readCommandLine } from '../../src/command-line.ts';
import { benchDeclare } from './declare.ts';
import { benchDiagnose } from './diagnose.ts';
import { benchIntake } from './intake.ts';
import { benchReadme } from './readme.ts';
import { benchTimers } from './timers.ts';

/** `npm run bench -- <name>`: each prints a table beside its floor and ends with one line of JSON holding the same figures. */
const BENCHES: Record<string, () => Promise<unknown>> = {
  declare: benchDeclare,
  diagnose: benchDiagnose,
  timers: benchTimers,
  intake: benchIntake,
  readme: benchReadme,
};

const names = Object.keys(BENCHES);
const { words } = readCommandLine({ usage: names.map((name) => `npm run bench -- ${name}`).join('\n'), words: names });
await BENCHES[words[0] ?? '']?.();
