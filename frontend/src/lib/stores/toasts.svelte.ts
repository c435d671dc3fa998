const SHOWN_MS = 8_000;

export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'bad';
  /** Takes back what was done. */
  undo: (() => void) | undefined;
}

/** Short messages that are read out and go by themselves. They never take the focus. */
export class Toasts {
  items = $state.raw<Toast[]>([]);

  #next = 1;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows it
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, { tone = 'good', undo }: Partial<Pick<Toast, 'tone' | 'undo'>> = {}): void {
    const toast = { id: this.#next++, text, tone, undo };
    this.items = [...this.items.slice(-2), toast];
    this.resume(toast.id);
  }

  dismiss(id: number): void {
    this.pause(id);
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  /** Somebody reads it, or is about to press its button. */
  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), SHOWN_MS),
    );
  }
}

export const toasts = new Toasts();
