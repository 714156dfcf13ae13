import { useState } from 'react';

/** What was there when it was first seen: a list behind a dialog may lose meanwhile what the dialog is about. */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, keep] = useState(value);
  if (kept === undefined && value !== undefined) keep(value);
  return kept ?? value;
}
