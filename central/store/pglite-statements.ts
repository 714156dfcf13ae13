import { parse, protocol, type PGlite, type Results } from '@electric-sql/pglite';

const { serialize } = protocol;

/** Statements here are fixed texts, so their number is small; the bound guards against one that is not. */
const PREPARED_AT_MOST = 500;

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** What the server said of its columns: it does not change, so it is not asked for again. */
  readonly described: Answer;
}

type Answer = Awaited<ReturnType<PGlite['execProtocol']>>['messages'];

/**
 * Statements parsed and planned once. PGlite's own `query` does both anew for each call, in six turns through
 * WebAssembly, which takes about six times as long. Whoever calls sees to it that one call follows another.
 */
export function createStatements(database: PGlite) {
  const known = new Map<string, Prepared>();
  let named = 0;

  async function prepare(text: string): Promise<Prepared> {
    const found = known.get(text);
    if (found) return found;
    const [oldest] = known;
    if (known.size >= PREPARED_AT_MOST && oldest) {
      known.delete(oldest[0]);
      await send(serialize.close({ type: 'S', name: oldest[1].name }));
    }
    const name = `docket_${named++}`;
    const messages = await send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }));
    const parameterTypes = messages.flatMap((message) =>
      'dataTypeIDs' in message ? (message.dataTypeIDs as number[]) : [],
    );
    const described = messages.filter((message) => message.name === 'rowDescription');
    const prepared: Prepared = { name, parameterTypes, described };
    known.set(text, prepared);
    return prepared;
  }

  async function send(...parts: readonly Uint8Array[]): Promise<Answer> {
    const { messages } = await database.execProtocol(Buffer.concat([...parts, serialize.sync()]), {
      syncToFs: false,
    });
    return messages;
  }

  return {
    /** Throws PostgreSQL's own error, with its SQLSTATE in `code`. */
    async run<Row>(text: string, params: readonly unknown[]): Promise<Results<Row>> {
      const { name, parameterTypes, described } = await prepare(text);
      const values = params.map((value, index) => {
        if (value === null || value === undefined) return null;
        const type = parameterTypes[index];
        const toText = type === undefined ? undefined : database.serializers[type];
        return toText ? toText(value) : String(value);
      });
      const messages = await send(serialize.bind({ statement: name, values }), serialize.execute({}));
      const [result] = parse.parseResults([...described, ...messages], database.parsers);
      if (result === undefined) throw new Error('the database did not answer a statement');
      return result as Results<Row>;
    },
  };
}
