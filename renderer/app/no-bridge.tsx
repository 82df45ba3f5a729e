// SPDX-License-Identifier: Apache-2.0
/** What a plain browser gets: the page is of no use without its main process. */

export function NoBridge() {
  return (
    <p style={{ padding: 32 }}>This page belongs to the Bulkhead application and cannot reach a host from a browser.</p>
  );
}
