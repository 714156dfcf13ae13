/** The pictures, papers and recordings that stories name by file, with their measures from the drawing's manifest. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { binaryKinds } from '../../contract/evidence.ts';
import { requiredText } from '../../contract/primitives.ts';

const Entry = z.object({
  file: requiredText(120),
  kind: z.enum(binaryKinds),
  mediaType: requiredText(120),
  width: z.int().optional(),
  height: z.int().optional(),
  durationMs: z.int().optional(),
  pages: z.int().optional(),
});

/** What the item of evidence gets in place of the file's name. Throws where no such file was drawn. */
export type MediaShelf = (file: string) => Omit<z.infer<typeof Entry>, 'file'> & { readonly content: string };

const folder = new URL('media/', import.meta.url);

export async function openMediaShelf(): Promise<MediaShelf> {
  const entries = z.array(Entry).parse(JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')));
  const shelf = new Map(
    await Promise.all(
      entries.map(async ({ file, ...measures }) => {
        const content = await readFile(new URL(file, folder), 'base64');
        return [file, { ...measures, content }] as const;
      }),
    ),
  );
  return (file) => {
    const found = shelf.get(file);
    if (!found) throw new Error(`no file ${file} in the demo's manifest`);
    return found;
  };
}
