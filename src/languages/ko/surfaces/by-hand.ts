import type { ByHandTexts } from '../../en/surfaces/by-hand.ts';

export const byHand: ByHandTexts = {
  button: '직접 조치함',
  label: (title, ref) => `장애 ${ref}: 직접 조치했다고 기록: ${title}`,
  confirm: {
    title: '직접 조치했나요?',
    text: (title) => `${title}: 조치를 마친 뒤에만 눌러 주세요. 지금부터 효과를 판단합니다.`,
    yes: '조치함',
    no: '아직 아님',
  },
  hint: (command, name) => `봉수 없이 조치했나요? \`${command} mitigate done ${name} 한 일\` 명령으로 기록하면 그 효과도 판단합니다.`,
  state: (at) => `✋ ${at} 직접 조치함`,
  saidBy: (who) => `기록: ${who}`,
  what: (said) => `한 일: ${said}`,
  did: (title, ref) => `✓ ${title} (${ref}): 직접 조치한 것으로 기록했습니다. 효과는 나중에 장애 채널에 알립니다.`,
};
