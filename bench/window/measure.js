// SPDX-License-Identifier: Apache-2.0
/** Loaded into the page: times between frames, and from an act or a key to the frame that shows what came of it. */

/** Calls `step` before each frame. */
window.measureFrames = (milliseconds, step) =>
  new Promise((resolve) => {
    const intervals = [];
    const begin = performance.now();
    let before = begin;
    const next = (now) => {
      intervals.push(now - before);
      before = now;
      step();
      if (now - begin < milliseconds) requestAnimationFrame(next);
      else resolve(intervals);
    };
    requestAnimationFrame(next);
  });

/** The most pixels of the list that had no row at the beginning of a frame. */
window.measureGap = (milliseconds) =>
  new Promise((resolve) => {
    const list = document.querySelector('.container-table');
    const begin = performance.now();
    let most = 0;
    const next = (now) => {
      const { top, bottom } = list.getBoundingClientRect();
      const ends = [...document.querySelectorAll('.container-row')].map((row) => row.getBoundingClientRect().bottom);
      // One row with the focus may be far away: what counts are those that are seen.
      const seen = ends.filter((end) => end > top);
      most = Math.max(most, bottom - Math.max(top, ...seen));
      if (now - begin < milliseconds) requestAnimationFrame(next);
      else resolve(Math.round(most));
    };
    requestAnimationFrame(next);
  });

/** Milliseconds until `isThere` holds at the beginning of a frame, and that frame is over. */
window.timeUntil = (act, isThere) =>
  new Promise((resolve) => {
    const begin = performance.now();
    const look = () => {
      if (isThere()) setTimeout(() => resolve(performance.now() - begin));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    act();
  });

/**
 * Measures from the next key on until the text changes. `keyTime` gives the milliseconds, or null after half a second.
 */
window.watchKey = (textOf) => {
  const before = textOf();
  window.keyWatch = new Promise((resolve) => {
    addEventListener(
      'keydown',
      () => {
        const begin = performance.now();
        const look = () => {
          if (textOf() !== before) setTimeout(() => resolve(performance.now() - begin));
          else if (performance.now() - begin > 500) resolve(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
};
window.keyTime = () => window.keyWatch;
