import { useState } from 'react';
import { Segments } from '../components/segments.tsx';

const THEMES = [
  { value: 'system', title: 'System' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
] as const;
type Theme = (typeof THEMES)[number]['value'];

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
}

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  return (
    <Segments
      legend="Theme"
      options={THEMES}
      value={theme}
      onChange={value => {
        applyTheme(value);
        setTheme(value);
      }}
    />
  );
}
