import type { ReadinessCheck } from '../runtime/readiness.ts';

/** Without a lease this process takes up nothing. */
export const ownLease: ReadinessCheck =
  ({ storage }) =>
  async () =>
    storage.lease.current !== undefined
      ? []
      : [
          {
            code: 'no-lease',
            text: 'This process could not tell the others that it lives, so it takes up nothing until it can. It tries again every second.',
            unready: true,
          },
        ];
