import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { httpManifest } from '../../scripts/http-manifest.ts';

const manifest = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');

it('the HTTP manifest is the same app with request URLs and without Socket Mode', () => {
  const socket = parse(manifest);
  const http = parse(httpManifest(manifest, 'https://bongsu.example.com/'));
  const url = 'https://bongsu.example.com/slack/events';
  expect(http.settings).toMatchObject({ socket_mode_enabled: false, interactivity: { is_enabled: true, request_url: url } });
  expect(http.features.slash_commands.map((command: { url: string }) => command.url)).toEqual(
    socket.features.slash_commands.map(() => url),
  );
  expect(http.oauth_config).toEqual(socket.oauth_config);
  if (socket.settings.event_subscriptions) expect(http.settings.event_subscriptions.request_url).toBe(url);
});

it.each(['http://bongsu.example.com', 'bongsu.example.com', ''])('refuses %j, which Slack cannot use', (url) => {
  expect(() => httpManifest(manifest, url)).toThrow(/https address/);
});
