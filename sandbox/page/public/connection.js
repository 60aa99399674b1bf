import { byId } from './dom.js';

/** Facts that stay. */
export async function loadFacts() {
  const response = await fetch('/api/demo');
  return response.json();
}

/** Does something as a person; never rejects. */
export async function act(name, input) {
  try {
    const response = await fetch(`/api/acts/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return await response.json();
  } catch {
    return { ok: false, problem: 'The demo does not answer.' };
  }
}

/** Listens to what one person sees; returns how to stop. Loads the page anew when the demo was started anew. */
export function listen(person, { run, onWorkspace, onService }) {
  const source = new EventSource(`/api/events?as=${encodeURIComponent(person)}`);
  const gone = byId('gone');
  source.addEventListener('hello', (event) => {
    gone.hidden = true;
    if (JSON.parse(event.data).run !== run) location.reload();
  });
  source.addEventListener('workspace', (event) => onWorkspace(JSON.parse(event.data)));
  source.addEventListener('service', (event) => onService(JSON.parse(event.data)));
  source.addEventListener('error', () => {
    gone.hidden = false;
  });
  return () => source.close();
}
