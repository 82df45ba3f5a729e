// SPDX-License-Identifier: Apache-2.0
/** Strings of the window's code that look like texts and are none: names of keys, events, fonts, formats. */
export const notTexts: ReadonlySet<string> = new Set([
  ...['Enter', 'Escape', 'Tab', 'Home', 'End', 'Delete', 'Backspace', 'Insert', 'Shift', 'Control', 'Alt', 'Meta'],
  ...['Bulkhead', 'alert-count critical', 'alert-count warning', 'Failure'],
]);
