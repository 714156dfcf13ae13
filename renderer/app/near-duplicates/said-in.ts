import type { NearDuplicate } from '../../../contract/batch.ts';
import { withoutLines } from '../../rules/decide-together.ts';

/** What is compared: the text without the title and the owner, which are shown beside it and differ in each case. */
export const saidIn = ({ text, title, owner }: NearDuplicate): string | null =>
  text === null ? null : withoutLines(text, [title, owner]);
