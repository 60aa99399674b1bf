import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { VARIABLES } from '../../../src/config.ts';
import { alertRules } from '../../stack/rules.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** docker-compose.yml, as far as it can be held to its word without Docker. */

interface Service {
  image?: string;
  build?: string | { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, unknown>;
}

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const each = Object.entries(services);

it('has every part', () => {
  expect(Object.keys(services)).toEqual(
    expect.arrayContaining(['bongsu', 'postgres', 'redis', 'kafka', 'prometheus', 'alertmanager', 'coupon-api', 'coupon-consumer']),
  );
});

it('opens ports on loopback only, and no port twice', () => {
  const ports = each.flatMap(([, { ports = [] }]) => ports);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  const outside = ports.map((port) => port.split(':')[1]);
  expect(new Set(outside).size).toBe(outside.length);
});

it('gives Bongsu only variables that it knows', () => {
  expect(Object.keys(services.bongsu?.environment ?? {}).filter((name) => !(VARIABLES as string[]).includes(name))).toEqual([]);
});

it('names only hosts that are services, and waits only for such', () => {
  const hosts = each.flatMap(([name, { environment = {}, depends_on = {} }]) => [
    ...(name === 'kafka'
      ? []
      : Object.values(environment).flatMap((value) => [...value.matchAll(/(?:@|:\/\/|^)([a-z][a-z-]+):\d+/g)].map((m) => m[1] ?? ''))),
    ...Object.keys(depends_on),
  ]);
  expect(hosts.length).toBeGreaterThan(5);
  expect(hosts.filter((host) => !(host in services))).toEqual([]);
});

it.each(each)('finds the files of %s', (_, { build, command = [], volumes: mounts = [], image }) => {
  expect((build === undefined) !== (image === undefined)).toBe(true);
  const files = [
    build === undefined ? [] : typeof build === 'string' ? join(build, 'Dockerfile') : build.dockerfile,
    command.filter((argument) => argument.startsWith('test/')),
    mounts.map((mount) => mount.split(':')[0] ?? '').filter((source) => source.startsWith('.')),
  ].flat();
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(mounts.map((mount) => mount.split(':')[0] ?? '').filter((source) => !source.startsWith('.') && !(source in volumes))).toEqual([]);
});

it.each(['Dockerfile', 'deploy/coupon-step.Dockerfile'])('copies into %s only what there is', (dockerfile) => {
  // What another stage has made is not copied from here.
  const sources = [...read(dockerfile).matchAll(/^COPY (?!--from=)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
});

it('scrapes and alerts what is there, by the thresholds of the playbook', () => {
  const prometheus = parse(read('deploy/prometheus.yml')) as { scrape_configs: { static_configs: { targets: string[] }[] }[] };
  const targets = prometheus.scrape_configs.flatMap((config) => config.static_configs.flatMap((group) => group.targets));
  expect(targets.filter((target) => !((target.split(':')[0] ?? '') in services))).toEqual([]);
  expect(parse(read('deploy/alert-rules.yml'))).toEqual({ groups: [{ name: 'coupon', rules: alertRules(couponPlaybook()) }] });
});
