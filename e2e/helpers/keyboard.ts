import type { Page } from '@playwright/test';

/** Where the focus is. */
export interface Stop {
  /** The element’s own mark-up. */
  element: string;
  /** Whether something shows that it has the focus. */
  isMarked: boolean;
  /** Whether nothing lies over it. */
  isSeen: boolean;
}

/** More steps than any page of the specs takes. */
const MOST = 150;

/** Goes through a page by the tabulator, from where the focus is and over the end, until a stop comes again. */
export async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(forgetStops);
  for (let step = 0; step < MOST; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(currentStop);
    if (stop === 'again') return stops;
    if (stop !== 'none') stops.push(stop);
  }
  throw new Error(`no stop came again in ${MOST} steps`);
}

/** Runs in the page: no element was a stop yet. */
function forgetStops(): void {
  for (const element of document.querySelectorAll('[data-stop]')) element.removeAttribute('data-stop');
}

/** Runs in the page. Between the last stop and the first the browser itself may have the focus. */
function currentStop(): Stop | 'again' | 'none' {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return 'none';
  if (element.dataset['stop']) return 'again';
  const html = element.cloneNode() as HTMLElement;
  element.dataset['stop'] = 'true';
  // Of a hidden radio button its label is seen.
  const shown = element.offsetWidth > 1 ? element : (element.closest('label') ?? element);
  const { left, top, right, bottom } = shown.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
  const above = document.elementFromPoint(x, y);
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  return {
    element: html.outerHTML.replace(/ class="[^"]*"/, ''),
    isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    isSeen: above !== null && (shown.contains(above) || above.contains(shown)),
  };
}
