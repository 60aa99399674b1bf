import { recordOf } from '../../../src/domain/mitigation/ledger.ts';
import { type ProofSignal, proveMitigation } from '../../../src/domain/mitigation/proof.ts';

/** V1: whether a mitigation helped, by the same queries before and after. */

const RAN = new Date('2026-11-24T03:00:00Z');
const NOW = new Date(RAN.getTime() + 300_000);

/** A value every ten seconds from ten minutes before it ran to five after. */
function signal(key: string, value: (secondsAfter: number) => number | undefined, changes: Partial<ProofSignal['spec']> = {}): ProofSignal {
  const history = Array.from({ length: 91 }, (_, index) => -600 + index * 10).flatMap((seconds) => {
    const at = value(seconds);
    return at === undefined ? [] : [{ at: new Date(RAN.getTime() + seconds * 1_000), value: at }];
  });
  return { key, spec: { better: 'lower', thresholds: [{ id: 'D1', above: 1_000, level: 'warning' }], matters: 50, ...changes }, history };
}

function prove(...signals: ProofSignal[]) {
  return proveMitigation({ beganAt: RAN, ranAt: RAN, now: NOW, signals });
}

const wobble = (seconds: number) => Math.sin(seconds / 17) * 20;

describe('the proof of a mitigation', () => {
  it('is better when what was too much is gone, and says how soon it showed', () => {
    const proof = prove(signal('lag', (s) => (s < 60 ? 5_000 + wobble(s) : 100 + wobble(s))));
    expect(proof).toMatchObject({ verdict: 'better', signals: [{ verdict: 'better', backToNormal: true }] });
    expect(proof.helpedAfterMs).toBe(60_000);
  });

  it('is better while it is still on its way down', () => {
    const proof = prove(signal('lag', (s) => (s < 0 ? 9_000 : 9_000 - 25 * s)));
    expect(proof).toMatchObject({ verdict: 'better', signals: [{ backToNormal: false }] });
  });

  it('is worse when it got worse', () => {
    expect(prove(signal('lag', (s) => (s < 0 ? 1_500 : 1_500 + 20 * s))).verdict).toBe('worse');
  });

  it('is no change within the wobble, and for what is too little to matter', () => {
    expect(prove(signal('lag', (s) => 5_000 + 10 * wobble(s))).verdict).toBe('same');
    expect(prove(signal('lag', (s) => (s < 0 ? 1_100 : 1_060))).verdict).toBe('same');
  });

  it('is judged by the minutes before it ran, not by the calm before the trouble', () => {
    const proof = prove(signal('lag', (s) => (s < -150 ? 10 : s < 0 ? 8_000 : 4_000)));
    expect(proof.signals[0]).toMatchObject({ before: 8_000, after: 4_000, verdict: 'better' });
  });

  it('takes what was there before its first step for before, not what a restart meanwhile came to', () => {
    const lag = signal('lag', (s) => (s < -60 ? 5_000 : s < 0 ? 0 : 100));
    expect(prove(lag).signals[0]).toMatchObject({ before: 0, verdict: 'worse' });
    const proof = proveMitigation({ beganAt: new Date(RAN.getTime() - 61_000), ranAt: RAN, now: NOW, signals: [lag] });
    expect(proof.signals[0]).toMatchObject({ before: 5_000, after: 100, verdict: 'better', backToNormal: true });
  });

  it('goes by what people suffered from when some got better and some worse', () => {
    const lag = signal('lag', (s) => (s < 30 ? 5_000 : 100));
    const consumers = signal('cpu', (s) => (s < 30 ? 200 : 600));
    expect(prove(lag, consumers).verdict).toBe('better');
    const other = signal('other', (s) => (s < 30 ? 2_000 : 9_000));
    expect(prove(lag, other).verdict).toBe('same');
  });

  it('is unknown without data, and with too little of it', () => {
    expect(prove(signal('lag', () => undefined))).toEqual({
      verdict: 'unknown',
      signals: [{ key: 'lag', verdict: 'unknown', backToNormal: false }],
    });
    expect(prove(signal('lag', (s) => (s < 0 ? 5_000 : undefined))).verdict).toBe('unknown');
    expect(prove().verdict).toBe('unknown');
    const known = signal('lag', (s) => (s < 30 ? 5_000 : 100));
    expect(
      prove(
        known,
        signal('gone', () => undefined),
      ).verdict,
    ).toBe('better');
  });

  it('counts higher as better where that is so', () => {
    const rate = signal('rate', (s) => (s < 0 ? 10 : 500), { better: 'higher', thresholds: [] });
    expect(prove(rate).verdict).toBe('better');
  });
});

describe('the ledger', () => {
  const runs = [
    { name: 'scale', scenario: 'S2', verdict: 'better', helpedAfterMs: 120_000 },
    { name: 'scale', scenario: 'S2', verdict: 'better', helpedAfterMs: 240_000 },
    { name: 'scale', scenario: 'S2', verdict: 'same', helpedAfterMs: null },
    { name: 'scale', scenario: 'S3', verdict: 'worse', helpedAfterMs: null },
    { name: 'scale', scenario: 'S2', verdict: 'unknown', helpedAfterMs: null },
  ] as const;

  it('tells how often and how fast, in this scenario or in all', () => {
    expect(recordOf(runs, 'scale', 'S2')).toEqual({ helped: 2, of: 3, medianMs: 180_000 });
    expect(recordOf(runs, 'scale')).toEqual({ helped: 2, of: 4, medianMs: 180_000 });
    expect(recordOf(runs, 'scale', 'S3')).toEqual({ helped: 0, of: 1 });
  });

  it('says nothing of what it does not know', () => {
    expect(recordOf(runs, 'scale', 'S4')).toBeUndefined();
    expect(recordOf(runs, 'other')).toBeUndefined();
  });
});

describe('met-E3: a proof made of parts', () => {
  const doubts = [{ code: 'some' as const, of: 'brokers' as const, came: 2, all: 3 }];
  /** The same signal, measured only in part from or until so many seconds after it ran. */
  const inPart = (proofSignal: ProofSignal, isPart: (secondsAfter: number) => boolean): ProofSignal => ({
    ...proofSignal,
    history: proofSignal.history.map((sample) => (isPart((sample.at.getTime() - RAN.getTime()) / 1_000) ? { ...sample, doubts } : sample)),
  });
  const helped = (key = 'lag') => signal(key, (s) => (s < 60 ? 5_000 + wobble(s) : 100 + wobble(s)));

  it.each<[string, (seconds: number) => boolean]>([
    ['after it ran', (s) => s > 0],
    ['before it ran', (s) => s <= 0],
    ['all the time', () => true],
    ['at its very end', (s) => s > 290],
  ])('is not sure when it was measured in part %s', (_, isPart) => {
    const proof = prove(inPart(helped(), isPart));
    expect(proof).toEqual({
      verdict: 'unknown',
      signals: [{ key: 'lag', before: expect.any(Number), after: expect.any(Number), verdict: 'unknown', backToNormal: false, doubts }],
    });
  });

  it('is not better beside a part that may have got worse, but worse is worse', () => {
    const part = inPart(helped('pool'), (s) => s > 0);
    expect(prove(helped(), part).verdict).toBe('unknown');
    expect(
      prove(
        signal('lag', (s) => (s < 0 ? 1_500 : 1_500 + 20 * s)),
        part,
      ).verdict,
    ).toBe('worse');
    expect(prove(helped(), helped('pool')).verdict).toBe('better');
  });

  it('minds no part that lies outside of what is compared', () => {
    expect(prove(inPart(helped(), (s) => s > 10 && s < 150)).verdict).toBe('better');
  });
});
