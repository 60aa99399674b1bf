import { unreadableText } from '../../domain/alerts/unreadable.ts';
import type { Taken } from '../../workflows/alerts/take-body.ts';

/** Longer lists say nothing more. */
const SHOWN_MAX = 100;

/** What a sender is told: 202 unless nothing at all could be read. */
export function answerTo({ accepted, setAside, unchanged, cut, handshakes }: Taken): { status: number; body: object } {
  const shown = setAside.slice(0, SHOWN_MAX).map(({ item, reason }) => ({ item, reason: unreadableText(reason) }));
  const all = setAside.reduce((sum, { count }) => sum + count, 0);
  const told = { setAside: shown, ...(all > shown.length && { setAsideCount: all }) };
  if (accepted + unchanged + handshakes.length === 0 && shown[0]) {
    return { status: 400, body: { error: `Nothing in the body could be read. Item ${shown[0].item}: ${shown[0].reason}`, ...told } };
  }
  return {
    status: 202,
    body: {
      accepted,
      ...told,
      ...(unchanged > 0 && { unchanged }),
      ...(cut.length > 0 && { labelsDropped: cut.slice(0, SHOWN_MAX) }),
      ...(handshakes.length > 0 && { confirm: 'A person is asked in the status channel to confirm the subscription.' }),
    },
  };
}
