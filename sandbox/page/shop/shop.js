/**
 * The page of the coupon service that its users have open: it follows /status.json as docs/status-page.md shows, only sooner, because whoever tries the demo
 * wants to see it turn.
 */
const ASK_AGAIN_MS = 2_000;

const WORDS = {
  en: {
    title: 'Coupon shop',
    offer: 'One coupon for everybody.',
    get: 'Get a coupon',
    got: '✓ You have a coupon. (Nothing was issued: this shop is part of the demo.)',
    follows: (seconds) =>
      `This page follows /status.json. Told to ask again in ${seconds} s, it asks every 2 s here, so that you see it turn.`,
    away: 'Bongsu does not answer at the moment; what is shown stays.',
    status: 'Status page',
  },
  ko: {
    title: '쿠폰 받기',
    offer: '한 사람에 한 장씩 드립니다.',
    get: '쿠폰 받기',
    got: '✓ 쿠폰을 받았습니다. (데모의 가게라 실제로 발급되지는 않습니다.)',
    follows: (seconds) =>
      `이 화면은 /status.json을 따릅니다. ${seconds}초 뒤에 다시 물으라고 하지만, 바뀌는 것을 바로 볼 수 있게 여기서는 2초마다 묻습니다.`,
    away: '지금은 봉수가 응답하지 않아 보이던 내용을 그대로 둡니다.',
    status: '상태 페이지',
  },
};

const asked = new URLSearchParams(location.search).get('language') ?? navigator.language;
const language = asked.startsWith('ko') ? 'ko' : 'en';
const words = WORDS[language];
const byId = (id) => document.getElementById(id);

document.documentElement.lang = language;
document.title = words.title;
for (const id of ['title', 'offer', 'get', 'status']) byId(id).textContent = words[id];
byId('get').addEventListener('click', () => {
  byId('got').textContent = words.got;
});

async function follow() {
  try {
    const response = await fetch('/status.json', { cache: 'no-store' });
    if (!response.ok) throw new Error(String(response.status));
    show(await response.json());
    byId('follows').textContent = words.follows(response.headers.get('retry-after'));
  } catch {
    byId('follows').textContent = words.away;
  }
  setTimeout(follow, ASK_AGAIN_MS);
}

function show({ waitingScreen, notices, investigating }) {
  byId('waiting').hidden = !waitingScreen.on;
  byId('shop').hidden = waitingScreen.on;
  // As text, never as HTML: people write it.
  setText(byId('waiting-text'), waitingScreen.on ? waitingScreen.text[language] : '');
  const said = [...notices.map(({ text }) => text[language]), ...(investigating.on ? [investigating.text[language]] : [])];
  if (byId('notices').dataset.said === JSON.stringify(said)) return;
  byId('notices').dataset.said = JSON.stringify(said);
  byId('notices').replaceChildren(
    ...said.map((text) => {
      const line = document.createElement('p');
      line.textContent = text;
      return line;
    }),
  );
}

/** What did not change is not read out again. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

void follow();
