// SPDX-License-Identifier: Apache-2.0
/** What the bundler adds to the language: the build's mode, and style sheets as imports. */

interface ImportMeta {
  readonly env: { readonly MODE: string };
}

declare module '*.css';
declare module '@fontsource-variable/inter';
