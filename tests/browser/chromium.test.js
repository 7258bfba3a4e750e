import { answerHostAccess, startChromium } from './chromium.js';
import { scenes } from './scenes.js';

let answered = false;

scenes('chromium', async (start) => {
  if (!answered) await answerHostAccess(start.extension, start.profile);
  answered = true;
  return startChromium(start);
});
