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

/** From the next key on: until the text changes. `keyTime` gives the milliseconds, or null after half a second. */
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
