/** A promise that was broken. The message begins with the rule. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
