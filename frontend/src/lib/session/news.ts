import type { TokenAnswer } from '#lib/api/models.ts';

/** What one tab tells the others, or asks them. Nothing of it leaves the browser or is stored. */
export type News =
  { kind: 'token'; answer: TokenAnswer; expiresAt: number } | { kind: 'wanted' } | { kind: 'signed-out' };

/** The line between the tabs of this browser. */
export interface NewsChannel {
  tell(news: News): void;
  listen(hear: (news: News) => void): void;
}

export function openNews(): NewsChannel {
  const channel = new BroadcastChannel('paseport.session');
  return {
    tell: (news) => channel.postMessage(news),
    listen: (hear) => channel.addEventListener('message', (event: MessageEvent<News>) => hear(event.data)),
  };
}
