import type { Bilingual } from '../language/bilingual.ts';
import { verbatim } from '../language/verbatim.ts';
import type { TargetSpec } from './targets.ts';

/** What people call a target: as the playbook does, else made from its names, without addresses. */
export function titleOfTarget({ title, kubernetes, http, redis, postgres, kafka, command }: TargetSpec): Bilingual {
  if (title) return title;
  if (kubernetes) return titleInCluster(kubernetes);
  if (http) return verbatim(wordsIn(http.field));
  if (redis) return verbatim(redis.field ?? redis.key);
  if (postgres) return titleInPostgres(postgres);
  if (kafka?.set === 'partitions') return { en: `Partitions of ${kafka.topic}`, ko: `${kafka.topic} 파티션 수` };
  if (kafka) return { en: `Offsets of ${kafka.group ?? kafka.topic}`, ko: `${kafka.group ?? kafka.topic} 오프셋` };
  const program = command?.set[0]?.split('/').at(-1) ?? '';
  return { en: `What ${program} sets`, ko: `${program} 설정값` };
}

function titleInCluster({ deployment, set, configMap, key }: NonNullable<TargetSpec['kubernetes']>): Bilingual {
  if (deployment === undefined) return { en: `${key ?? ''} in ${configMap ?? ''}`, ko: `${configMap ?? ''}의 ${key ?? ''}` };
  return set === 'restart' ? verbatim(deployment) : { en: `Replicas of ${deployment}`, ko: `${deployment} 복제본 수` };
}

function titleInPostgres({ setting = '', role, sessions }: NonNullable<TargetSpec['postgres']>): Bilingual {
  if (sessions !== undefined) return { en: `Sessions of ${sessions}`, ko: `${sessions} 세션` };
  return role === undefined ? verbatim(setting) : { en: `${setting} of the role ${role}`, ko: `역할 ${role}의 ${setting}` };
}

/** `coupons.poolSize` → `pool size`. */
function wordsIn(field: string): string {
  const last = field.split('.').at(-1) ?? field;
  return last
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
}
