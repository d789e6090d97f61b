import { useId, useState } from 'react';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** `theme.js` reads it before the page is drawn. */
const STORAGE_KEY = 'aiwatch.theme';

function readTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Where the browser keeps nothing, the choice holds until the page is left.
  }
  window.dispatchEvent(new Event('themechange'));
}

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const name = useId();
  return (
    <fieldset className="segments">
      <legend>Theme</legend>
      {THEMES.map(value => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={theme === value}
            onChange={() => {
              applyTheme(value);
              setTheme(value);
            }}
          />
          <span>{value[0]!.toUpperCase() + value.slice(1)}</span>
        </label>
      ))}
    </fieldset>
  );
}
