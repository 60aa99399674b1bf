import { maskLogLine } from '../../domain/masking/mask-log-line.ts';
import { formatDuration } from '../../domain/time/duration.ts';

/** An inspection is read in a channel. */
export const LINES_AT_MOST = 12;
const WIDTH = 240;

/** A line that may be shown: one line, not too long, secrets masked. */
export function line(text: string): string {
  const flat = maskLogLine(text.replace(/\s+/g, ' ').trim());
  return flat.length > WIDTH ? `${flat.slice(0, WIDTH - 1)}…` : flat;
}

/** `0.4 s` below ten seconds, `2m 5s` above. */
export function age(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds * 1_000);
}

/** What one part of an inspection found, or why it could not look; the other parts go on. */
export async function attempt<T>(look: Promise<T>, refused: (reason: string) => T): Promise<T> {
  return look.catch((error: unknown) => {
    const { name, message } = error as { name?: string; message?: string };
    // A server that does not answer is not worth reporting part by part.
    if (name === 'PermanentError') return refused(message ?? 'refused');
    throw error;
  });
}
