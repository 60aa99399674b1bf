import { benchDeclare } from './declare.ts';
import { benchDiagnose } from './diagnose.ts';
import { benchIntake } from './intake.ts';
import { benchTimers } from './timers.ts';

/** `npm run bench -- <name>`: each prints a table beside its floor and ends with one line of JSON holding the same figures. */
const BENCHES: Record<string, () => Promise<void>> = {
  declare: benchDeclare,
  diagnose: benchDiagnose,
  timers: benchTimers,
  intake: benchIntake,
};

const [name = ''] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  process.stderr.write(`Say which: ${Object.keys(BENCHES).join(', ')} (npm run bench -- declare).\n`);
  process.exit(1);
}
await bench();
