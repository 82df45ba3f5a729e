// SPDX-License-Identifier: Apache-2.0

/**
 * The name that is proposed for a file from a container, which chose it: without what leads elsewhere, hides it, or needs
 * to be quoted, and with the end by which programs know it.
 */
export function safeFileName(name: string): string {
  return (
    name
      .replace(/[^0-9A-Za-z.-]+/g, '_')
      .slice(-60)
      .replace(/^[.-]+/, '') || 'file'
  );
}
