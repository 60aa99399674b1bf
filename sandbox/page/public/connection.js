import { byId } from './dom.js';
import { language } from './language.js';
import { words } from './words/words.js';

/** Facts that stay. */
export async function loadFacts() {
  const response = await fetch(`/api/demo?language=${language}`);
  return response.json();
}

/** Acts that are not answered yet; what the last one was refused with. */
const acting = { count: 0, problem: undefined, done: () => {} };
const KEPT = 'problem';

/** Does something as a person; never rejects. */
export async function act(name, input) {
  acting.count += 1;
  const result = await post(name, input);
  acting.count -= 1;
  acting.problem = result.ok ? undefined : result.problem;
  if (acting.count === 0) acting.done();
  return result;
}

/** What could not be said before the page loaded itself anew; said once. */
export function keptProblem() {
  const problem = sessionStorage.getItem(KEPT) ?? undefined;
  sessionStorage.removeItem(KEPT);
  return problem;
}

/** The demo was started anew. Whoever pressed something meanwhile hears what came of it first. */
async function loadAnew() {
  if (acting.count > 0) await new Promise((resolve) => Object.assign(acting, { done: resolve }));
  if (acting.problem !== undefined) sessionStorage.setItem(KEPT, acting.problem);
  location.replace('/');
}

async function post(name, input) {
  try {
    const response = await fetch(`/api/acts/${name}?language=${language}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return await response.json();
  } catch {
    return { ok: false, problem: words.frame.noAnswer };
  }
}

/**
 * Listens to what one person sees; returns how to stop. `on` holds a function for each event: `workspace`, `service`, `machine`, `calls`.
 * Loads the page anew when the demo was started anew.
 */
export function listen(person, { run, on }) {
  const source = new EventSource(`/api/events?as=${encodeURIComponent(person)}&language=${language}`);
  const gone = byId('gone');
  source.addEventListener('hello', (event) => {
    gone.hidden = true;
    if (JSON.parse(event.data).run !== run) void loadAnew();
  });
  for (const [name, hear] of Object.entries(on)) source.addEventListener(name, (event) => hear(JSON.parse(event.data)));
  source.addEventListener('error', () => {
    gone.hidden = false;
  });
  return () => source.close();
}
