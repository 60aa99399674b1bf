import { createHash } from 'node:crypto';
import type { Language } from '../../domain/language/bilingual.ts';
import type { SubscriberWords } from '../../languages/en/surfaces/updates.ts';
import { escaped } from '../status/page/html.ts';
import type { Look } from '../status/page/look.ts';

/** What forms need besides the style of the status page. */
const FORM_STYLE = `
form{margin:1.25rem 0 0;display:grid;gap:1rem}
fieldset{border:0;margin:0;padding:0}
legend,.name{font-size:.9375rem;font-weight:600;padding:0;margin:0 0 .25rem}
label{display:block}
input[type=email]{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:.5rem;padding:.5rem .75rem;width:100%}
button{font:inherit;font-weight:600;color:var(--on);background:var(--waiting);border:0;border-radius:.5rem;padding:.6rem 1.25rem;justify-self:start;cursor:pointer}
:focus-visible{outline:3px solid var(--delayed);outline-offset:2px}
.wrong{color:var(--delayed);font-weight:600}
`;

/** The look of the status page, for pages with forms. */
export interface FormLook {
  style: string;
  /** Nothing but this one style may run or load, and forms go to us alone (https://www.w3.org/TR/CSP3/). */
  policy: string;
}

const LOOKS = new WeakMap<Look, FormLook>();

/** Made once for each look. */
export function formLookOf(look: Look): FormLook {
  const known = LOOKS.get(look);
  if (known) return known;
  const style = `${look.style}${FORM_STYLE}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
  const made = { style, policy };
  LOOKS.set(look, made);
  return made;
}

interface InLanguage {
  style: string;
  language: Language;
  words: SubscriberWords['page'];
}

export interface FormView extends InLanguage {
  /** In which it is to be written; the page itself may be in another that Bongsu speaks. */
  written: Language;
  /** Those that can be chosen; none is shown where there is one only. */
  parts: { field: 'service' | 'component'; each: readonly { key: string; name: string }[] };
  /** What was typed and is no address. */
  wrong?: string;
}

/** The form, without a script: it works in every browser, and in a mail program's. */
export function formPage({ language, words: t, written, parts, wrong, style }: FormView): string {
  const boxes = parts.each.map(
    ({ key, name }) => `<label><input type="checkbox" name="${parts.field}" value="${escaped(key)}" checked> ${escaped(name)}</label>`,
  );
  const choice = parts.each.length > 1 ? `<fieldset><legend>${escaped(t.services)}</legend>${boxes.join('\n')}</fieldset>` : '';
  const mistake = wrong === undefined ? '' : `<p class="wrong" id="wrong" role="alert">${escaped(t.noAddress)}</p>`;
  const described = wrong === undefined ? '' : ' aria-invalid="true" aria-describedby="wrong"';
  return whole({
    style,
    language,
    title: t.title,
    content: `<p>${escaped(t.intro)}</p>
<form method="post" action="/subscribe">
<input type="hidden" name="language" value="${escaped(written)}">
<label><span class="name">${escaped(t.address)}</span>
<input type="email" name="address" required maxlength="254" autocomplete="email" value="${escaped(wrong ?? '')}"${described}></label>
${mistake}
${choice}
<label><input type="checkbox" name="major" value="1"> ${escaped(t.major)}</label>
<button type="submit">${escaped(t.send)}</button>
</form>`,
  });
}

/** A page that asks for one press of a button, since programs open the links in mail as well. */
export function buttonPage({
  style,
  language,
  title,
  text,
  button,
  action,
  token,
}: {
  style: string;
  language: Language;
  title: string;
  text: string;
  button: string;
  action: string;
  token: string;
}): string {
  return whole({
    style,
    language,
    title,
    content: `<p>${escaped(text)}</p>
<form method="post" action="${escaped(action)}">
<input type="hidden" name="token" value="${escaped(token)}">
<button type="submit">${escaped(button)}</button>
</form>`,
  });
}

/** Something to read. `again`: the words of a link back to the form. */
export function wordPage({
  style,
  language,
  title,
  text,
  again,
}: {
  style: string;
  language: Language;
  title: string;
  text: string;
  again?: string;
}): string {
  const link = again === undefined ? '' : `\n<p class="small"><a href="/subscribe">${escaped(again)}</a></p>`;
  return whole({ style, language, title, content: `<p>${escaped(text)}</p>${link}` });
}

/** A document; `content` is HTML already. */
function whole({ style, language, title, content }: { style: string; language: Language; title: string; content: string }): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<section>
<h2>${escaped(title)}</h2>
${content}
</section>
</main>
</body>
</html>
`;
}
