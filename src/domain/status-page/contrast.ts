/** Ratio of the lightness of two colours, `#rrggbb`, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** On what the page writes: whatever is chosen beside these can be read on them. */
const PAGE_BACKGROUNDS = { light: ['#ffffff', '#f6f7f9'], dark: ['#191f26', '#101418'] } as const;
/** WCAG AA, for text of any size. */
export const CONTRAST_AT_LEAST = 4.5;

export function isReadable(colour: string, scheme: keyof typeof PAGE_BACKGROUNDS): boolean {
  return PAGE_BACKGROUNDS[scheme].every((background) => contrast(colour, background) >= CONTRAST_AT_LEAST);
}
