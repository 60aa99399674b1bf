import { createHash } from 'node:crypto';
import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { Playbook } from '../../../domain/playbook/schema.ts';

/** How an organisation wants its page to look. */
export interface Look {
  name: Bilingual;
  logo: string | undefined;
  style: string;
  /** Nothing but the style and the logo may run or load, whatever a text holds (https://www.w3.org/TR/CSP3/). */
  policy: string;
}

const STYLE = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d8dee4;--ok:#116b37;--delayed:#8a4b00;--slow:#927400;--bad:#b3261e;--waiting:#0b5394;--unknown:#57606a;--none:#a8b1bb;--on:#fff;--brand:%light}
@media screen and (prefers-color-scheme:dark){:root{--back:#101418;--card:#191f26;--ink:#e8ecf0;--soft:#a3adb8;--line:#2e3741;--ok:#56d98a;--delayed:#f2a55c;--slow:#e6d36a;--bad:#ff8a80;--waiting:#7cb8f5;--unknown:#a3adb8;--none:#57606a;--on:#101418;--brand:%dark}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{display:flex;gap:.75rem;align-items:center;flex-wrap:wrap;font-size:1.125rem;font-weight:600;margin:0 0 1rem;color:var(--brand)}
h1 img{height:2.25rem;max-width:12rem;object-fit:contain}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:0 0 1rem}
h2{font-size:1.125rem;line-height:1.35;margin:0}
h2.head{display:flex;gap:.75rem;align-items:flex-start;font-size:1.375rem}
.mark{flex:none;width:1.9rem;height:1.9rem;border-radius:50%;display:grid;place-items:center;font-size:1.1rem;line-height:1;font-weight:700;color:var(--on)}
h3 .mark,.now .mark{width:1.25rem;height:1.25rem;font-size:.75rem}
.ok,.operational,.completed{background:var(--ok)}.delayed,.investigating,.partial-outage,.identified{background:var(--delayed)}.degraded{background:var(--slow)}.major-outage{background:var(--bad)}.waiting,.under-maintenance,.under-way,.planned,.monitoring{background:var(--waiting)}.unknown,.unstated,.cancelled{background:var(--unknown)}.resolved{background:var(--ok)}
ul,ol{list-style:none;margin:1rem 0 0;padding:0}
li{border-top:1px solid var(--line);padding:1rem 0}
li:last-child{padding-bottom:0}
h3,h4{font-size:1rem;margin:0 0 .25rem}
.row{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:baseline}
.now{display:inline-flex;gap:.4rem;align-items:center;font-weight:600}
.soft,h3 time,h3 span.soft{font-weight:400;color:var(--soft)}
time{display:inline-block}
p{margin:0;white-space:pre-line}
h2+p{margin-top:.75rem}
a{color:var(--brand)}
a.all{color:inherit;text-decoration:none}
a.all:hover,a.all:focus-visible{text-decoration:underline}
.small{margin-top:1rem;font-size:.875rem;color:var(--soft)}
.scale{display:flex;justify-content:space-between;font-size:.8125rem;color:var(--soft)}
.group{font-size:.875rem;color:var(--soft);font-weight:600;margin:1.25rem 0 0}
.group+ul{margin-top:.5rem}
svg.bars{display:block;width:100%;height:2.25rem;margin:.5rem 0 .125rem}
.bars path{fill:none;stroke-dasharray:3 1;stroke:var(--ok);stroke-width:24}
.bars .d{stroke:var(--slow);stroke-width:28}.bars .p{stroke:var(--delayed);stroke-width:34}.bars .x{stroke:var(--bad);stroke-width:34}.bars .m{stroke:var(--waiting);stroke-width:14}.bars .n{stroke:var(--none);stroke-width:4}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1rem 0 0;font-size:.8125rem;color:var(--soft)}
.key span{display:inline-flex;gap:.35rem;align-items:flex-end}
.key svg{width:.35rem;height:1.1rem}
details{font-size:.875rem}
summary{cursor:pointer;color:var(--brand)}
details ul{margin:.25rem 0 0}
details li{border:0;padding:.125rem 0}
.log li{border:0;border-left:3px solid var(--line);padding:0 0 .75rem .75rem}
.log li:last-child{padding-bottom:0}
.log b{font-weight:600}
footer{font-size:.875rem;display:flex;flex-wrap:wrap;gap:.5rem 1.25rem}
@media print{:root{color-scheme:light;--back:#fff}body{font-size:.8125rem}main{max-width:none;padding:0}section{border:0;border-bottom:1px solid var(--line);border-radius:0;padding:.75rem 0;margin:0}li,.log li{break-inside:avoid}.bars path,.mark,.key path{print-color-adjust:exact}footer{display:none}details::details-content{content-visibility:visible;display:block;height:auto}}
`.trim();

const BRAND = { light: '#57606a', dark: '#a3adb8' };

const known = new WeakMap<object, Look>();

/** Made once for each playbook. */
export function lookOf(playbook: Pick<Playbook, 'service' | 'statusPage'>): Look {
  const found = known.get(playbook.statusPage) ?? made(playbook);
  known.set(playbook.statusPage, found);
  return found;
}

function made({ service, statusPage: { name, logo, colours } }: Pick<Playbook, 'service' | 'statusPage'>): Look {
  const style = STYLE.replace('%light', colours?.light ?? BRAND.light).replace('%dark', colours?.dark ?? BRAND.dark);
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    ...(logo === undefined ? [] : [`img-src ${logo}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { name: name ?? service.name, logo, style, policy };
}
