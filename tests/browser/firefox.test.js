import { startFirefox } from './firefox.js';
import { scenes } from './scenes.js';

scenes('firefox', startFirefox);
