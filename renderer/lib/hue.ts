// SPDX-License-Identifier: Apache-2.0
/**
 * Gives a container an identity for the eye: a hue that colour-blind people can tell apart, and a shape, both derived
 * from its name.
 */

export interface Hue {
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

export const shapes = ['square', 'disc', 'diamond', 'triangle', 'ring'] as const;
export type Shape = (typeof shapes)[number];

export interface Identity {
  readonly hue: Hue;
  readonly shape: Shape;
}

/** Lists the hues after Okabe and Ito, each in a shade for light and one for dark ground. */
export const hues: readonly [Hue, ...Hue[]] = [
  { name: 'blue', light: '#0a5aa5', dark: '#6f9ff2' },
  { name: 'orange', light: '#b86e00', dark: '#eba937' },
  { name: 'green', light: '#00795a', dark: '#2fc296' },
  { name: 'purple', light: '#a3487a', dark: '#de8fbc' },
  { name: 'sky', light: '#2b8fc4', dark: '#66c6f5' },
  { name: 'vermilion', light: '#c44a00', dark: '#f2793d' },
  { name: 'olive', light: '#857400', dark: '#ddd04a' },
];

export function identityOf(name: string): Identity {
  const hash = hashOf(name);
  return {
    hue: hues[hash % hues.length] ?? hues[0],
    shape: shapes[Math.floor(hash / hues.length) % shapes.length] ?? 'square',
  };
}

/** Hashes by FNV-1a with a final mix: names that differ in one digit get different hues. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
