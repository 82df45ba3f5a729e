// SPDX-License-Identifier: Apache-2.0
/** What the bundler adds to the language: the build's mode, files as texts, and style sheets as imports. */

/** The version of the product, in the page of Cockpit. */
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
