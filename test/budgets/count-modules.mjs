import { Session } from 'node:inspector';

/** Loaded before the bot (`--import`): counts which files its process makes code of, and tells when asked. Each of them is found, read and compiled. */
const session = new Session();
session.connect();
const files = new Set();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (url.startsWith('file:') && url !== import.meta.url) files.add(url);
});
session.post('Debugger.enable');
process.on('message', (message) => {
  if (message === 'modules') process.send([...files]);
});
