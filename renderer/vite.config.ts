// SPDX-License-Identifier: Apache-2.0
/** Builds the page: one bundle below dist/renderer, with relative addresses, fonts included, and no inline script. */

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  // The help is made of the guide, which lies beside this folder.
  server: { fs: { allow: ['..'] } },
  define: { 'import.meta.env.MODE': JSON.stringify(mode) },
  build: {
    outDir: mode === 'fake' ? '../dist/renderer-fake' : '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // Fonts stay files of their own: the content policy allows no data: addresses for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
}));
