import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { freshDatabase } from '../support/database.ts';
import { runCommand } from '../support/run-command.ts';

it('npm start says of a port that is taken whose it may be, and ends', async () => {
  const other = createServer().listen(0, '0.0.0.0');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const database = await freshDatabase();
  try {
    const environment = {
      SLACK_BOT_TOKEN: 'xoxb-1-never-asked',
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
      DATABASE_URL: database.url,
      PORT: String(port),
      PLAYBOOK: join(process.cwd(), 'playbooks/coupon.yml'),
    };
    const { code, stderr } = await runCommand({ entry: 'main.ts', cwd: process.cwd(), environment });
    expect(stderr).toBe(
      `The configuration has a problem:\n  PORT: found ${port}; wanted a port that nobody else listens on; is another Bongsu running here?\n`,
    );
    expect(code).toBe(1);
  } finally {
    other.close();
    await database.drop();
  }
});
