// SPDX-License-Identifier: Apache-2.0
/** What the bundler adds to the language: the build's mode, files as texts, and style sheets as imports. */

/** Names the version of the product; the page of Cockpit alone uses it. */
declare const BULKHEAD_VERSION: string;

interface ImportMeta {
  readonly env: { readonly MODE: string };
  /** The texts of all files that match, by their path from the importing file. */
  glob(
    patterns: readonly string[],
    options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, string>>;
  /** What each file that matches is by default, by its path. */
  glob<T>(
    patterns: readonly string[],
    options: { readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, T>>;
}

declare module '*.css';
declare module '@fontsource-variable/inter';
