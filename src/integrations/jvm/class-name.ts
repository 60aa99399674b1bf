import { own } from '../../domain/text/own.ts';

const PRIMITIVES: Record<string, string> = {
  Z: 'boolean',
  B: 'byte',
  C: 'char',
  S: 'short',
  I: 'int',
  J: 'long',
  F: 'float',
  D: 'double',
};

/** A class as Java's sources write it, from what the virtual machine calls it: `[B` → `byte[]`, `[Ljava/lang/String;` → `java.lang.String[]`. */
export function className(name: string): string {
  const depth = /^\[*/.exec(name)?.[0].length ?? 0;
  const rest = name.slice(depth);
  const plain = depth === 0 ? rest : (own(PRIMITIVES, rest) ?? rest.replace(/^L(.*);$/, '$1'));
  return `${plain.replaceAll('/', '.')}${'[]'.repeat(depth)}`;
}
