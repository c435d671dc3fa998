export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

const KEY = 'theme';

/** Light, dark, or what the system wants. `app.html` applies the choice before the first paint. */
export class Theme {
  choice = $state<ThemeChoice>(stored());

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    store(choice);
    const root = document.documentElement;
    if (choice === 'system') delete root.dataset.theme;
    else root.dataset.theme = choice;
    document
      .querySelector('meta[name=color-scheme]')
      ?.setAttribute('content', choice === 'system' ? 'light dark' : choice);
    for (const colour of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
      const { theme } = colour.dataset;
      if (choice === 'system') colour.media = `(prefers-color-scheme: ${theme})`;
      else colour.media = theme === choice ? 'all' : 'not all';
    }
  }
}

function stored(): ThemeChoice {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export const theme = new Theme();
