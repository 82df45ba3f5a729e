// SPDX-License-Identifier: Apache-2.0
/** Strings of the window's code that look like texts and are none: names of keys, events, fonts, formats. */
export const notTexts: ReadonlySet<string> = new Set([
  ...['Enter', 'Escape', 'Tab', 'Home', 'End', 'Delete', 'Backspace', 'Insert', 'Shift', 'Control', 'Alt', 'Meta'],
  ...['Bulkhead', 'Failure', 'alert-count critical', 'alert-count warning'],
  ...['log-message error', 'log-message warning', 'log-message debug'],
  'bulkheadctl image debian --as debian-13 --suite trixie',
  'bulkheadctl image import docker://docker.io/library/nginx --as nginx',
  ...["'Inter Variable', sans-serif", "'JetBrains Mono', monospace"],
  ...['state:running cpu>50', 'web host:edge state:running', 'state:running -name:db memory>100M'],
]);
