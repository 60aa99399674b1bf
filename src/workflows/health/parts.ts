import type { ReadinessCheck } from '../runtime/readiness.ts';

/** Packages that this machine lacks: what they are for does not work, and everything else does. */
export const lackingParts: ReadinessCheck =
  ({ parts }) =>
  async () =>
    parts.lacking().map(({ name, without, why }) => ({
      code: 'part-missing',
      text: `${without.en}: ${name} cannot be loaded (${why}). Everything else goes on. Run \`npm ci\` on this very platform, or take the image, and start Bongsu again.`,
      unready: false,
    }));
