/**
 * The same scenarios as over HTTP, over Socket Mode: what people are answered must not depend on the way. `SLACK_MODE=socket npm test` runs
 * every scenario so.
 */
process.env.SLACK_MODE = 'socket';

await import('./commands.test.ts');
await import('./forms.test.ts');
await import('../incident/moves.test.ts');
await import('./twice.test.ts');

export {};
