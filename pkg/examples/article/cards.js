/**
 * Context cards on your own article: the first mention of each name becomes a button that opens its card. Everything comes
 * from your own site: put the package into `dramatis/` and the pack of facts beside this file.
 */
import { Engine, renderCard } from './dramatis/index.js';

const engine = await Engine.open({ packs: 'dramatis.pack' });
const { members } = engine.scanDocument(document);
engine.dispose();

for (const member of members) {
  const mention = member.mentions.find(({ mark }) => mark);
  const card = mention && renderCard(member);
  if (!card) continue;
  const { range } = mention;
  // A name that is partly inside another element cannot be wrapped into one.
  if (range.startContainer !== range.endContainer) continue;
  const name = document.createElement('button');
  name.type = 'button';
  name.className = 'name';
  range.surroundContents(name);
  const popover = document.createElement('div');
  popover.popover = 'auto';
  popover.append(card);
  name.after(popover);
  name.popoverTargetElement = popover;
}
document.documentElement.dataset.cards = 'ready';
