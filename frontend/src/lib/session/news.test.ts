import { expect, it, vi } from 'vitest';
import { tokenAnswer } from '../../tests/server.ts';
import { openNews, type News } from './news.ts';

it('reaches all other tabs, and not the one that tells', async () => {
  const [own, ...others] = [openNews(), openNews(), openNews()];
  const [heardHere, ...heardThere] = [own, ...others].map((tab) => {
    const heard = vi.fn<(news: News) => void>();
    tab.listen(heard);
    return heard;
  });
  const news: News = { kind: 'token', answer: tokenAnswer('told'), expiresAt: 1 };
  own.tell(news);

  await vi.waitFor(() => heardThere.forEach((heard) => expect(heard).toHaveBeenCalledExactlyOnceWith(news)));
  expect(heardHere).not.toHaveBeenCalled();
});
