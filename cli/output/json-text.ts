// SPDX-License-Identifier: Apache-2.0
/**
 * JSON on one line that is safe on a terminal too: what JSON itself leaves raw (C1 controls, bidi and other format
 * characters) is written as `\uXXXX`, which parses to the same value.
 */

const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, escapeUnits);
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
