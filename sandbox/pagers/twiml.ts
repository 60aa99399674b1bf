/** What a call would let its listener hear. */
export type Spoken = { say: string; language: string } | { pauseSeconds: number };

const SAY = /^<Say language="([a-z]{2}-[A-Z]{2})">([^<>]*)<\/Say>/;
const PAUSE = /^<Pause length="(\d+)"\/>/;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** XML 1.0 allows no other ones. */
const UNREADABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Reads a TwiML document of the verbs <Say> and <Pause>; undefined for anything else, which Twilio would answer the phone with an error for. */
export function readTwiml(text: string): Spoken[] | undefined {
  const inside = /^(?:<\?xml version="1\.0" encoding="UTF-8"\?>)?<Response>(.*)<\/Response>$/s.exec(text)?.[1];
  if (inside === undefined || UNREADABLE.test(text)) return undefined;
  const verbs: Spoken[] = [];
  let rest = inside;
  while (rest !== '') {
    const say = SAY.exec(rest);
    const pause = PAUSE.exec(rest);
    if (say) {
      const words = unescaped(say[2] ?? '');
      if (words === undefined) return undefined;
      verbs.push({ say: words, language: say[1] ?? '' });
    } else if (pause) {
      verbs.push({ pauseSeconds: Number(pause[1]) });
    } else {
      return undefined;
    }
    rest = rest.slice((say ?? pause)?.[0].length);
  }
  return verbs;
}

function unescaped(text: string): string | undefined {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return undefined;
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}
