import { randomBytes } from 'node:crypto';
import type { Block } from '../contract.ts';

/** Slack names the blocks and elements that came without ids. */
export function withIds(blocks: readonly Block[]): Block[] {
  const element = (it: unknown): unknown =>
    it !== null && typeof it === 'object' && !('action_id' in it) && INTERACTIVE.test((it as { type?: string }).type ?? '')
      ? { ...it, action_id: randomBytes(3).toString('hex') }
      : it;
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? randomBytes(3).toString('hex'),
    ...(block.type === 'actions' && Array.isArray(block.elements) ? { elements: block.elements.map(element) } : {}),
    ...(block.accessory ? { accessory: element(block.accessory) } : {}),
    ...(block.type === 'input' && block.element ? { element: element(block.element) } : {}),
  }));
}

const INTERACTIVE = /^(button|overflow|checkboxes|radio_buttons|.*(select|picker|input))$/;
