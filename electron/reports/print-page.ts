// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a PDF of a page in a window that nobody sees: sandboxed, without scripts, in a session of its own that loads
 * this page and nothing else.
 */

import { BrowserWindow, session } from 'electron';

const scheme = 'report';
const footer =
  '<div style="width:100%;padding:0 14mm;font:7px sans-serif;color:#56636f;text-align:right">' +
  '<span class="title"></span>, page <span class="pageNumber"></span> of <span class="totalPages"></span></div>';

/** Pages are printed one after another: the session serves one at a time. */
let last: Promise<unknown> = Promise.resolve();

export function printPage(html: string): Promise<Buffer> {
  const printed = last.then(() => print(html));
  last = printed.catch(() => undefined);
  return printed;
}

async function print(html: string): Promise<Buffer> {
  const alone = session.fromPartition('report');
  alone.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith(`${scheme}:`) }));
  alone.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  alone.protocol.handle(scheme, () => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: alone,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
    },
  });
  try {
    await window.loadURL(`${scheme}://page/`);
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: footer,
    });
  } finally {
    window.destroy();
    alone.protocol.unhandle(scheme);
  }
}
