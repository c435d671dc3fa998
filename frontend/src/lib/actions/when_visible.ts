import type { Attachment } from 'svelte/attachments';

/** Calls back when the element comes near the window, each time it does. */
export function whenVisible(near: () => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) near();
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
