/** Small parts that every drawing here is made of. Sizes are in units of which a phone shows two per point. */

/** Dark enough on white for small text (WCAG AA and better). */
export const INK = {
  text: '#1f2328',
  quiet: '#57606a',
  grid: '#d8dee4',
  line: '#1f4e8c',
  out: '#b3261e',
  warning: '#8a4b00',
  normal: '#1a6b34',
  mark: '#3b2a63',
  paper: '#ffffff',
  shade: '#eef1f4',
} as const;

/** The family name inside the shipped font files. */
export const FONT = 'NanumGothic';

// Not what XML may hold, and what the font has no glyph for: pictures in a chart's words are dropped, not shown as boxes.
const UNWANTED =
  /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\p{Extended_Pictographic}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069]|\ufe0f|\u20e3/gu;

/** What can be drawn of a text, on one line. */
export function drawable(text: string): string {
  return text.replace(UNWANTED, '').replace(/\s+/g, ' ').trim();
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** About how wide a text is: Hangul and other wide signs take nearly their height, the rest a little more than half of it. */
export function widthOf(text: string, size: number, bold = false): number {
  let em = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    if (code >= 0x1100) em += 0.93;
    else if (/[A-Z%mwMW@#]/.test(sign)) em += 0.7;
    else if (/[ijltfrI.,:;'|()\s-]/.test(sign)) em += 0.32;
    else em += 0.55;
  }
  return em * size * (bold ? 1.05 : 1);
}

/** The beginning of a text that fits into a width, with … when something is missing. */
export function fitted(text: string, size: number, width: number, bold = false): string {
  const clean = drawable(text);
  if (widthOf(clean, size, bold) <= width) return clean;
  const signs = [...clean];
  while (signs.length > 0 && widthOf(`${signs.join('')}…`, size, bold) > width) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

export interface TextOptions {
  size: number;
  fill?: string;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
  /** Paper around the letters, for text on top of lines. */
  halo?: boolean;
  /** More words behind it, in another dress. */
  behind?: { words: string; size: number; fill: string };
}

/** A line of text; `x` and `y` are where its baseline begins (or ends, or has its middle). */
export function text(x: number, y: number, words: string, options: TextOptions): string {
  const { size, fill = INK.text, bold = false, anchor = 'start', halo = false, behind } = options;
  const attributes = `x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}"${bold ? ' font-weight="700"' : ''}`;
  const more = behind?.words
    ? `<tspan dx="10" font-size="${behind.size}" font-weight="400" fill="${behind.fill}">${escapeXml(drawable(behind.words))}</tspan>`
    : '';
  const content = escapeXml(drawable(words)) + more;
  const under = halo
    ? `<text ${attributes} fill="${INK.paper}" stroke="${INK.paper}" stroke-width="5" stroke-linejoin="round">${content}</text>`
    : '';
  return `${under}<text ${attributes} fill="${fill}">${content}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
