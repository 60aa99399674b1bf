import { account } from '../accounts/account.ts';
import { text } from '../accounts/shapes.ts';

export const kubernetesAccount = account({
  title: 'Kubernetes',
  variables: {
    KUBECONFIG: {
      shape: text(),
      example: '/etc/bongsu/kubeconfig',
      said: {
        en: "path of a kubeconfig, for mitigations; inside a cluster the pod's own account is used ([executors](../executors.md) says which rights)",
        ko: '완화 조치에 쓸 kubeconfig 경로. 클러스터 안에서는 파드의 계정을 씁니다 ([executors](../executors.md)에 필요한 권한이 있습니다)',
      },
    },
  },
  settings: ({ KUBECONFIG }) => ({ kubeconfig: KUBECONFIG }),
});
