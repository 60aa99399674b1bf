/**
 * What a front end loads from `/waiting.js`: it follows `/status.json` and says what stands there, as events and by showing and hiding what is marked. Plain JavaScript for every browser of the last years; served as it stands. It asks
 * again when it is told to (each caller is told another moment); where it gets no answer it waits longer each time, with a random part, and never sooner than `Retry-After`.
 */
export const FOLLOW_SCRIPT = `(() => {
  const script = document.currentScript;
  const url = new URL(script.dataset.status || '/status.json', script.src);
  const FIRST_MS = 5000;
  const LONGEST_MS = 300000;
  const TOLD_AT_MOST_MS = 3600000;
  let failed = 0;
  let shown = '';

  const wanted = () => [...(navigator.languages || [navigator.language])].map((tag) => tag.toLowerCase());
  // The reader's language, else its like in another region, else the first that there is.
  const inTheirLanguage = (texts) => {
    const keys = Object.keys(texts || {});
    for (const tag of wanted()) {
      const found = keys.find((key) => key.toLowerCase() === tag) || keys.find((key) => key.toLowerCase().split('-')[0] === tag.split('-')[0]);
      if (found) return texts[found];
    }
    return keys.length ? texts[keys[0]] : '';
  };
  const each = (name, change) => document.querySelectorAll('[data-bongsu="' + name + '"]').forEach(change);

  function show(status) {
    const service = status.services ? status.services[0] : status;
    const { waitingScreen, notices, investigating } = service;
    const said = [...notices.map((notice) => inTheirLanguage(notice.text)), ...(investigating.on ? [inTheirLanguage(investigating.text)] : [])];
    const detail = { state: service.state, waiting: waitingScreen.on, text: inTheirLanguage(waitingScreen.text), notices: said };
    // What did not change is not read out again.
    if (JSON.stringify(detail) === shown) return;
    shown = JSON.stringify(detail);
    each('open', (element) => { element.hidden = detail.waiting; });
    each('waiting', (element) => { element.hidden = !detail.waiting; });
    each('waiting-text', (element) => { element.textContent = detail.text; });
    each('notices', (element) => { element.textContent = said.join('\\n'); element.hidden = said.length === 0; });
    document.dispatchEvent(new CustomEvent('bongsu:status', { detail }));
  }

  async function ask() {
    let waitMs;
    try {
      const response = await fetch(url, { cache: 'no-store', credentials: 'omit' });
      const toldMs = toldIn(response.headers.get('retry-after'));
      if (response.ok) {
        const status = await response.json();
        show(status);
        // Only what could be shown is an answer: a proxy's page with 200 is none.
        failed = 0;
        waitMs = toldMs || 1000 * (status.retryAfterSeconds || 30);
      } else {
        waitMs = Math.max(toldMs, later());
      }
    } catch {
      // Nobody knows how it is: what is shown stays.
      waitMs = later();
    }
    setTimeout(ask, waitMs);
  }

  // Seconds, or a date; nothing where it is neither.
  function toldIn(said) {
    if (!said) return 0;
    const ms = /^\\d+$/.test(said) ? 1000 * Number(said) : Date.parse(said) - Date.now();
    return Number.isFinite(ms) ? Math.min(TOLD_AT_MOST_MS, Math.max(0, ms)) : 0;
  }

  // Twice as long each time, and half of it left to chance.
  function later() {
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** failed);
    failed += 1;
    return longest / 2 + Math.random() * (longest / 2);
  }

  void ask();
})();
`;
