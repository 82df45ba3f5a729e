import { startFakeWindows } from './electron/fake-window.ts';
import { windowStates } from '../e2e/accessible-states.ts';
const [size = '1280x800', filter = ''] = process.argv.slice(2);
const [width, height] = size.split('x').map(Number) as [number, number];
const windows = await startFakeWindows();
const seen = new Map<string, string>();
try {
  await windows.open('?fake=usual#/overview', async (page) => {
    page.setDefaultTimeout(45000);
    await page.setViewportSize({ width, height });
    for (const state of windowStates) {
      if (filter !== '' && !new RegExp(filter).test(state.title)) continue;
      try {
        await page.evaluate(`history.replaceState(null, '', '${state.address}')`);
        await page.reload();
        await page.getByRole('main').waitFor();
        if (state.open) await (await state.open(page)).waitFor();
        await page.waitForTimeout(900);
      } catch (error) { console.log(state.title, String(error).slice(0, 120)); }
      const found = (await page.evaluate(`[...document.querySelectorAll('button, [role=button], [role=tab], [role=menuitem], input[type=checkbox], summary, select')].flatMap((e) => { const b = e.getBoundingClientRect(); if (b.width === 0 || getComputedStyle(e).visibility === 'hidden') return []; const host = e.type === 'checkbox' ? (e.parentElement ?? e).getBoundingClientRect() : b; if (host.width >= 23.5 && host.height >= 23.5) return []; return [[e.tagName + '.' + String(e.className).replace(/Mui[A-Za-z-]+|css-[a-z0-9]+/g,'').trim().replace(/ +/g,'.') + ' < ' + String(e.parentElement?.className).slice(0,40), Math.round(host.width) + 'x' + Math.round(host.height) + ' ' + (e.getAttribute('aria-label') ?? e.textContent ?? '').slice(0, 40)]]; })`)) as [string, string][];
      const wide = (await page.evaluate(`document.documentElement.scrollWidth > innerWidth`)) as boolean;
      if (wide) console.log('WIDE', state.title);
      for (const [key, text] of found) if (!seen.has(key)) { seen.set(key, text); console.log(state.title, '|', key, '|', text); }
      if (state.open) await page.keyboard.press('Escape');
    }
  });
} finally { await windows.stop(); }
