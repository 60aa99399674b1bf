import { PermanentError, TransientError } from '../../../src/domain/errors.ts';
import { afterFailedDelivery } from '../../../src/domain/subscribers/after-failed-delivery.ts';

const NOW = new Date('2026-03-03T05:00:00Z');
const DAY_MS = 86_400_000;
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const BASE = { shared: true, attempts: 1, firstAt: NOW, failingSince: null, now: NOW, fraction: 0.5 };
const slow = new TransientError('smtp_450', 'Try again later');
const down = new TransientError('connection', 'Nobody answers');
const refused = new PermanentError('recipient_refused', 'No such person', {
  refusal: { refused: { about: 'person', because: 'closed' }, method: 'RCPT TO' },
});

describe('a delivery that did not arrive', () => {
  it('drops an address that the server does not know, at once', () => {
    expect(afterFailedDelivery({ ...BASE, error: refused })).toEqual({ do: 'drop', because: 'recipient_refused' });
  });

  it('is tried again after waits that double, up to four hours', () => {
    const waits = [1, 2, 3, 4, 20].map((attempts) => {
      const then = afterFailedDelivery({ ...BASE, error: slow, attempts });
      return then.do === 'again' ? (then.at.getTime() - NOW.getTime()) / 1_000 : then.do;
    });
    expect(waits).toEqual([30, 60, 120, 240, 14_400]);
  });

  it('stops everything where it is not about the address, and blames nobody', () => {
    expect(afterFailedDelivery({ ...BASE, error: down, failingSince: ago(9 * DAY_MS) })).toMatchObject({ do: 'pause' });
    expect(afterFailedDelivery({ ...BASE, error: down, shared: false })).toMatchObject({ do: 'again' });
  });

  it('is no news after a day', () => {
    for (const error of [slow, down]) expect(afterFailedDelivery({ ...BASE, error, firstAt: ago(DAY_MS) })).toEqual({ do: 'give-up' });
  });

  it('drops an address that took nothing for five days', () => {
    expect(afterFailedDelivery({ ...BASE, error: slow, failingSince: ago(5 * DAY_MS) })).toEqual({ do: 'drop', because: 'smtp_450' });
    expect(afterFailedDelivery({ ...BASE, error: slow, failingSince: ago(5 * DAY_MS - 1) })).toMatchObject({ do: 'again' });
  });

  it('waits as long as it was asked to', () => {
    const error = new TransientError('http_429', 'Wait', { retryAfterMs: 3_600_000 });
    expect(afterFailedDelivery({ ...BASE, error, shared: false })).toEqual({ do: 'again', at: new Date(NOW.getTime() + 3_600_000) });
  });
});
