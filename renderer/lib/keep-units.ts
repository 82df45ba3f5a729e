// SPDX-License-Identifier: Apache-2.0
/** Keeps the numbers of a sentence in one line with their units, where the sentence may take several lines. */

const numberAndUnit = /(\d) (?=(?:%|min|[dhs]|[KMGTP]?i?B)(?![\p{L}\d]))/gu;

/** `90 %, 5 min` with spaces that do not break between number and unit. */
export function keepUnits(text: string): string {
  return text.replace(numberAndUnit, '$1\u00a0');
}
