/** Announces what has changed. Events state and never steer: one that is missed is made good by asking. */
export interface Emitter<Event> {
  emit(event: Event): void;
  subscribe(listener: (event: Event) => void): () => void;
}

export function createEmitter<Event>(): Emitter<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
