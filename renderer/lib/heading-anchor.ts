// SPDX-License-Identifier: Apache-2.0
/** The name by which a heading of a page can be linked, as GitHub makes it: `What is moved?` is `what-is-moved`. */

export function headingAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
