import type { Advised } from '../../en/surfaces/advice.ts';

export const advice: Record<Advised, string> = {
  changed: '계획을 세운 때와 상태가 다릅니다. 새 계획을 확인해 주세요.',
  connection: '켜져 있는지, 이 장비에서 접근할 수 있는지 확인해 주세요.',
  forbidden: '봉수에 권한이 없습니다. 권한을 주거나 직접 조치해 주세요.',
  frozen: '모든 조치가 동결되어 있습니다. 해제: `unfreeze`',
  invalid: '대상이 받지 않는 값입니다. 다른 값을 골라 주세요.',
  lapsed: '여전히 필요하면 다시 계획해 주세요.',
  nobody_reached: '온콜 담당자 누구와도 연락되지 않습니다. 직접 연락하거나 `page @이름` 명령으로 불러 주세요.',
  not_configured: '설정되어 있지 않습니다. 빠진 것은 `npm run doctor` 명령으로 확인할 수 있습니다.',
  not_found: '대상이 없습니다. 플레이북의 이름이 맞는지 확인해 주세요.',
  ratelimited: '요청이 한꺼번에 몰렸습니다. 허용되는 대로 이어서 진행합니다.',
  timeout: '과부하일 수 있습니다. 상태를 확인한 뒤 다시 시도해 주세요.',
};
