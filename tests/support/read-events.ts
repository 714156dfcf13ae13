/** Reads a stream of server-sent events, one after the other. */
export function readEvents(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  return {
    /** The next event of this name; others are passed over. */
    async next(name: string): Promise<Record<string, unknown>> {
      for (;;) {
        const end = buffer.indexOf('\n\n');
        if (end >= 0) {
          const message = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          if (message.startsWith(`event: ${name}\n`)) return JSON.parse(message.split('\ndata: ')[1]!);
          continue;
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before ${name}`);
        buffer += value;
      }
    },
    cancel: () => reader.cancel(),
    async end(): Promise<void> {
      while (!(await reader.read()).done);
    },
  };
}
