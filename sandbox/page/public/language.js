const NAMES = { en: 'English', ko: '한국어' };
const KEPT = 'language';

/**
 * The page's own language: `en` or `ko`. What the address asked for or the switch chose is kept; without either it is the demo's, which the
 * server wrote into the page.
 */
export const language = chosen() ?? document.documentElement.lang;

document.documentElement.lang = language;

/** The language that the switch changes to: its code, and its name for those who read it. */
export const otherLanguage = language === 'en' ? { code: 'ko', name: NAMES.ko } : { code: 'en', name: NAMES.en };

/** Keeps the other language and loads the page anew in it; who and where stand in the address. */
export function switchLanguage() {
  localStorage.setItem(KEPT, otherLanguage.code);
  const address = new URL(location.href);
  address.searchParams.delete('language');
  location.replace(address);
}

function chosen() {
  const asked = new URLSearchParams(location.search).get('language');
  if (Object.hasOwn(NAMES, asked)) localStorage.setItem(KEPT, asked);
  const kept = localStorage.getItem(KEPT);
  return Object.hasOwn(NAMES, kept) ? kept : undefined;
}
