import { allowReloading, answerHostAccess, startChromium } from './chromium.js';
import { scenes } from './scenes.js';

let starts = 0;

scenes('chromium', async (start) => {
  starts += 1;
  if (starts === 1) await allowReloading(start.profile);
  // The second start is that of the scene which gives leave.
  if (starts === 2) await answerHostAccess(start.extension, start.profile);
  return startChromium(start);
});
