import { language } from '../language.js';
import { BEHIND } from './words-behind.js';
import { CHAT } from './words-chat.js';
import { FRAME } from './words-frame.js';
import { TOUR } from './words-tour.js';

/** The page's own words in its language, by area. What the bot and people post is not among them. */
export const words = {
  frame: inLanguage(FRAME),
  chat: inLanguage(CHAT),
  behind: inLanguage(BEHIND),
  tour: inLanguage(TOUR),
};

function inLanguage(pairs) {
  return Object.fromEntries(Object.entries(pairs).map(([key, said]) => [key, said[language]]));
}
