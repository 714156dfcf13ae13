import Sqlite from 'better-sqlite3';

/**
 * Runs `open` with files that are not encrypted, for comparison: the same code, with the two settings that choose a cipher
 * and a key passed over. Such files are refused when they are opened again, so they live as long as they are open.
 */
export async function withoutEncryption<Value>(open: () => Promise<Value>): Promise<Value> {
  const { pragma } = Sqlite.prototype;
  Sqlite.prototype.pragma = function passOver(this: Sqlite.Database, source, options) {
    return /^(cipher|key)\s*=/.test(source) ? undefined : pragma.call(this, source, options);
  };
  try {
    return await open();
  } finally {
    Sqlite.prototype.pragma = pragma;
  }
}
