// SPDX-License-Identifier: Apache-2.0
/** Makes text that a container controls harmless in a page: no markup, no controls, no change of the writing direction. */

export function escapeHtml(value: string): string {
  return value
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
