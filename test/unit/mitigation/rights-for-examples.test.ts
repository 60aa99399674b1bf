import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { target } from '../../../src/domain/playbook/mitigation-schema.ts';
import { rolesToGrant } from '../../support/servers/dial-stands/kubernetes.ts';

/** deploy/kubernetes-rbac.yml against every example that people find of a target in Kubernetes. */

type Kubernetes = NonNullable<ReturnType<typeof target.parse>['kubernetes']>;

function examples(page: string): Kubernetes[] {
  const found = readFileSync(page, 'utf8').matchAll(/\bkubernetes: (\{[^}]*\})/g);
  return [...found].flatMap(([, text = '']) => target.parse({ kubernetes: parse(text) }).kubernetes ?? []);
}

/** What one needs, as `verb resource name`. */
function needs({ deployment, set, configMap, thenRestart }: Kubernetes): string[] {
  const restart = (name: string) => [`get deployments ${name}`, `patch deployments ${name}`];
  if (configMap !== undefined)
    return [`get configmaps ${configMap}`, `patch configmaps ${configMap}`, ...(thenRestart === undefined ? [] : restart(thenRestart))];
  const name = String(deployment);
  return set === 'restart' ? restart(name) : [`get deployments ${name}`, `patch deployments/scale ${name}`];
}

it('claim 9: the rights for Kubernetes are those that the examples need, and no more', () => {
  const shown = [...examples('docs/executors.md'), ...examples('playbooks/coupon.yml')];
  expect(shown.length).toBeGreaterThanOrEqual(6);
  const granted = rolesToGrant().flatMap(({ resources, resourceNames = [], verbs }) =>
    verbs.flatMap((verb) => resources.flatMap((resource) => resourceNames.map((name) => `${verb} ${resource} ${name}`))),
  );
  expect(unique(granted)).toEqual(unique(shown.flatMap(needs)));
});

function unique(rights: readonly string[]): string[] {
  return [...new Set(rights)].sort();
}
