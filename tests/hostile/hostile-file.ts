import type { z } from 'zod';
import type { IncomingEvidence } from '../../contract/import.ts';

type Evidence = z.input<typeof IncomingEvidence>;

/** One piece of evidence that tries something, and what a reviewer is told where it is refused. */
export type HostileFile = Readonly<{
  name: string;
  /** What it would do in a program that believed it. */
  tries: string;
  evidence: Evidence;
  /** A sentence that the pane must show; absent where the content itself is shown. */
  says?: RegExp;
}>;

/** Where it would call, what it would run, and what it leaves behind if it could. */
export type Bait = Readonly<{
  /** A server that listens, with a path of its own for each file. */
  url(name: string): string;
  /** JavaScript that marks every window that it reaches, and calls home. */
  script(name: string): string;
}>;

/** `host` is where the server listens. */
export const createBait = (host: string): Bait => {
  const url = (name: string): string => `http://${host}/${encodeURIComponent(name)}`;
  return {
    url,
    script: (name) =>
      `window.__ran=1;try{top.__ran=1;parent.__ran=1}catch(e){};new Image().src='${url(`ran-${name}`)}';fetch('${url(`fetched-${name}`)}')`,
  };
};

/** A job post whose description is HTML, as some platforms store it. */
export const inHtml = (name: string, tries: string, html: string): HostileFile => ({
  name,
  tries,
  evidence: {
    key: 'post',
    label: 'Post',
    document: {
      kind: 'job-post',
      title: 'A post',
      client: { id: 'account-1', label: 'A client' },
      sections: [
        { name: 'description', heading: 'Description', format: 'html', text: `Before ${html} after` },
        { name: 'requirements', heading: 'Requirements', format: 'plain', text: html.slice(0, 2000) },
      ],
    },
  },
});

/** The same words wherever a thread, a profile or a label shows some. */
export const inWords = (name: string, tries: string, words: string): HostileFile => ({
  name,
  tries,
  evidence: {
    key: 'thread',
    label: words.slice(0, 150),
    document: {
      kind: 'messages',
      participants: [
        { id: 'a', label: words.slice(0, 150) || 'A', role: 'client' },
        { id: 'b', label: 'B', role: 'freelancer' },
      ],
      messages: [
        { id: 'm1', from: 'a', at: '2026-11-23T08:00:00.000Z', text: words, flagged: true },
        { id: 'm2', from: 'b', at: '2026-11-23T08:01:00.000Z', text: 'What do you mean?' },
      ],
    },
  },
});

export const inBytes = (
  name: string,
  tries: string,
  kind: 'image' | 'document' | 'media',
  mediaType: string,
  bytes: Uint8Array,
  says?: RegExp,
): HostileFile => ({
  name,
  tries,
  evidence: { key: 'file', label: name, kind, mediaType, content: Buffer.from(bytes).toString('base64') },
  ...(says === undefined ? {} : { says }),
});
