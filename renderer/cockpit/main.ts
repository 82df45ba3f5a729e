// SPDX-License-Identifier: Apache-2.0
/** Starts the page of Cockpit: the bridge first, then the same page as in the window. */

import './install-bridge.ts';
import '../app/main.tsx';
