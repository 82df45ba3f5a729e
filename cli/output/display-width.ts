// SPDX-License-Identifier: Apache-2.0
/** How many columns a terminal gives to text that has no controls: wide characters take two, combining ones none. */

const wide = new RegExp(
  [
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3]/u,
    /[\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u,
    /[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'u',
);
const combining = /\p{M}/u;
const printableAscii = /^[ -~]*$/;

export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
