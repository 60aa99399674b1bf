/**
 * Does some work and tells how much of a processor the longest turn of the event loop took meanwhile, in milliseconds: what everybody else in the process
 * had to wait for, whatever else the machine was doing.
 */
export async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.cpuUsage();
  let watching = true;
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.cpuUsage();
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  await work();
  watching = false;
  return longest;
}
