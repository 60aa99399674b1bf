import { ScaledClock } from '../../../sandbox/scaled-clock.ts';

function clockAt(start: number): { clock: ScaledClock; pass: (ms: number) => void; ms: () => number } {
  let real = start;
  const clock = new ScaledClock(() => real);
  return {
    clock,
    pass: (ms) => {
      real += ms;
    },
    ms: () => clock.now().getTime() - start,
  };
}

describe('a clock of the sandbox', () => {
  it('is the real time until it is told otherwise', () => {
    const { pass, ms } = clockAt(1_000_000);
    expect(ms()).toBe(0);
    pass(1_500);
    expect(ms()).toBe(1_500);
  });

  it('runs faster, slower and not at all, from the moment at which it is told', () => {
    const { clock, pass, ms } = clockAt(5_000);
    pass(1_000);
    clock.run(10);
    expect(ms()).toBe(1_000);
    pass(1_000);
    expect(ms()).toBe(11_000);
    clock.run(0);
    pass(60_000);
    expect(ms()).toBe(11_000);
    clock.run(0.5);
    pass(1_000);
    expect(ms()).toBe(11_500);
    expect(clock.speed).toBe(0.5);
  });

  it('is put forward, also while it stands', () => {
    const { clock, ms } = clockAt(0);
    clock.run(0);
    clock.skip(90_000);
    expect(ms()).toBe(90_000);
  });

  it('never goes backward', () => {
    const { clock } = clockAt(0);
    expect(() => clock.run(-1)).toThrow('cannot run at -1');
    expect(() => clock.skip(-1)).toThrow('cannot be put forward');
  });
});
