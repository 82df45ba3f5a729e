/** Makes a PDF of a page in a window that nobody sees: sandboxed, without scripts, in a session of its own that loads nothing. */

import { BrowserWindow, session } from 'electron';

export async function printPage(html: string): Promise<Buffer> {
  const alone = session.fromPartition('report');
  // Set anew each time: the last one holds.
  alone.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('data:text/html') }));
  alone.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  const window = new BrowserWindow({ show: false, webPreferences: { session: alone, sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false } });
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`);
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: '<div style="width:100%;padding:0 14mm;font:8px sans-serif;color:#666;text-align:right"><span class="title"></span>, page <span class="pageNumber"></span> of <span class="totalPages"></span></div>',
    });
  } finally {
    window.destroy();
  }
}
