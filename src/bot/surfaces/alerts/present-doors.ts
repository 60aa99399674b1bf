import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { LostView, UnknownWordsView } from '../../../views/alerts.ts';
import { lineSections, message } from '../building-blocks/blocks.ts';
import { link, plainAddress, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { sourceName } from '../building-blocks/who.ts';

/** More words or reasons than these nobody reads. */
const SHOWN_MAX = 8;

/** In the status channel: what of a sender's alerts did not arrive. */
export function lostNotice(voice: Voice, { source, sender, lost }: LostView): ChatMessage {
  const t = voice.texts.alertDoors;
  const head = t.lost(sourceName(voice, source), safe(sender, 60));
  const lines = lost.slice(0, SHOWN_MAX).map(({ code, requests, alerts }) => t.code[code](alerts || requests));
  return message([head, `${lines.join(', ')}.`], lineSections([head, ...lines.map((line) => `• ${line}`), t.lostNext]));
}

/** In the status channel: what an alert says of its severity, and nobody understands. */
export function unknownWordsNotice(voice: Voice, { words, severity }: UnknownWordsView): ChatMessage {
  const t = voice.texts.alertDoors;
  const named = words.slice(0, SHOWN_MAX).map(({ word, source }) => t.word(safe(word, 60), sourceName(voice, source)));
  const text = t.unknownWord(`${named.join(', ')}${words.length > SHOWN_MAX ? ', …' : ''}`, voice.t.severity[severity]);
  return message([text], lineSections([text]));
}

export function handshakeNotice(voice: Voice, { topic, url }: { topic: string; url: string }): ChatMessage {
  const t = voice.texts.alertDoors;
  const text = t.handshake(safe(topic, 200));
  return message([text, plainAddress(url)], lineSections([text, link(url, t.confirm)]));
}
