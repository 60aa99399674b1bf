import { readCommandLine } from '../../src/command-line.ts';

/** `npm run bench -- <name>`: each prints a table beside its floor and ends with one line of JSON holding the same figures. Only the one that is asked for is loaded. */
const BENCHES: Record<string, () => Promise<unknown>> = {
  declare: async () => await (await import('./declare.ts')).benchDeclare(),
  diagnose: async () => await (await import('./diagnose.ts')).benchDiagnose(),
  timers: async () => await (await import('./timers.ts')).benchTimers(),
  rest: async () => await (await import('./rest.ts')).benchRest(),
  many: async () => await (await import('./many.ts')).benchMany(),
  services: async () => await (await import('./services.ts')).benchServices(),
  intake: async () => await (await import('./intake.ts')).benchIntake(),
  status: async () => await (await import('./status.ts')).benchStatus(),
  insights: async () => await (await import('./insights.ts')).benchInsights(),
  subscribers: async () => await (await import('./subscribers.ts')).benchSubscribers(),
  readme: async () => await (await import('./readme.ts')).benchReadme(),
};

const names = Object.keys(BENCHES);
const { words } = readCommandLine({ usage: names.map((name) => `npm run bench -- ${name}`).join('\n'), words: names });
await BENCHES[words[0] ?? '']?.();
