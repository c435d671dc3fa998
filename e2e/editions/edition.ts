import { startEmbedded } from './embedded.ts';
import { findStack } from './stack.ts';

export type Edition = 'embedded' | 'stack';

/** A running product. */
export interface Server {
  /** Scheme, host and port, as browsers reach it. */
  origin: string;
  stop(): Promise<void>;
}

export function startEdition(edition: Edition): Promise<Server> {
  return edition === 'embedded' ? startEmbedded() : findStack();
}
