import { hostileDocuments } from './documents.ts';
import { createBait, type HostileFile } from './hostile-file.ts';
import { hostileMarkup, hostileWords } from './markup.ts';
import { hostilePictures } from './pictures.ts';

/** Everything that evidence has been seen to try, aimed at one server. Made anew each time: none of it lies about in a folder. */
export type { HostileFile };

export function hostileFiles(host: string): HostileFile[] {
  const bait = createBait(host);
  return [...hostileMarkup(bait), ...hostileWords(bait), ...hostilePictures(bait), ...hostileDocuments(bait)];
}
