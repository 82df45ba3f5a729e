// SPDX-License-Identifier: Apache-2.0
/** Draws the mark of the product: a hull with two bulkheads. */

export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M2 6h20l-2.6 10.2A4 4 0 0 1 15.5 19h-7a4 4 0 0 1-3.9-2.8z" fill="var(--accent)" />
      <path d="M9 6v13M15 6v13" stroke="var(--rail)" strokeWidth="1.8" />
    </svg>
  );
}
