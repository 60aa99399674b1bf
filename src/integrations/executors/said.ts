import { maskLogLine } from '../../domain/masking/mask-log-line.ts';
import { clampLine } from '../pagers/clamp.ts';

const MOST = 300;

/** What a target said, fit to be shown: on one line, secrets hidden, cut to 300 characters. Hidden before it is cut, so that no half of a secret is left. */
export function said(text: string, mask: (text: string) => string, most = MOST): string {
  return clampLine(maskLogLine(mask(text).replace(/\p{Cc}+/gu, ' ')), most);
}
