// SPDX-License-Identifier: Apache-2.0
/** The page, once its language is known: the window's stores, the first screen. */

import '@fontsource-variable/inter';
import '@fontsource/jetbrains-mono/400.css';
import '@fontsource/jetbrains-mono/700.css';
import '../ui/tokens.css';
import '../ui/components.css';
import '../ui/controls.css';
import '../ui/page.css';
import './app.css';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import type { BulkheadBridge } from '../../contract/bridge.ts';
import { bridgeOfWindow } from '../host/bridge.ts';
import { startClock } from '../window/clock.ts';
import { startLocation, useLocation } from '../window/location.ts';
import type { FirstAnswers } from '../host/first-answers.ts';
import { startWindow } from '../host/main-process.ts';
import { loadParts } from '../lib/parts.ts';
import { App } from './app.tsx';
import { loadPage } from './current-page.tsx';
import { untilFirstPicture } from './first-picture.ts';
import './followed.ts';
import { NoBridge } from './no-bridge.tsx';

// The content policy forbids eval; without this zod would try it once and leave a report in the console.
z.config({ jitless: true });

/** Milliseconds: a host that answers within them is in the first drawing; else the frame is drawn, and the rest follows. */
const longestWait = 150;

async function findBridge(): Promise<BulkheadBridge | undefined> {
  if (import.meta.env.MODE !== 'fake') return bridgeOfWindow();
  // The library with which the fake host answers calls has to be given its runtime first.
  await import('vscode-jsonrpc/browser');
  const { createFakeBridge } = await import('../testing/fake/fake-bridge.ts');
  return createFakeBridge();
}

/** `asked`: what the main process was asked already. */
export async function startPage(asked: Promise<FirstAnswers> | undefined): Promise<void> {
  const place = document.getElementById('root');
  if (place === null) throw new Error('the page has no root element');
  const root = createRoot(place);
  const bridge = await findBridge();
  if (bridge === undefined) {
    root.render(<NoBridge />);
    return;
  }
  startLocation();
  startClock();
  // It goes on beside what follows, and says so where it is shown when it cannot be loaded.
  loadPage(useLocation.getState().route.page).catch(() => undefined);
  await startWindow(bridge, asked);
  const picture = untilFirstPicture();
  await Promise.race([picture, new Promise((resolve) => setTimeout(resolve, longestWait))]);
  root.render(<App />);
  await picture;
  await loadParts(untilIdle);
}

function untilIdle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve()));
}
